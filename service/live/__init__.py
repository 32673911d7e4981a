"""What happens while a ballot is held: tellers' counts that wait for each other, and pokes to who watches."""
