"""What the emulation office and who looks after accounts do by pages: directories, rules, people, imports."""
