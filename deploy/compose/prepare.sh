#!/bin/sh
# Makes the secrets of compose.yaml, each once: what is there stays as it is. Needs openssl.
# The folder is closed to others; its files can be read by the users inside the containers that get them.
set -eu
secrets="$(dirname "$0")/secrets"
umask 077
mkdir -p "$secrets"
chmod 0700 "$secrets"

keep() { # name: standard input becomes a secret, unless there is one already
  if [ ! -s "$secrets/$1" ]; then
    cat > "$secrets/$1.new"
    chmod 0444 "$secrets/$1.new"
    mv "$secrets/$1.new" "$secrets/$1"
  fi
}

for role in superuser owner application reader; do
  openssl rand -hex 32 | keep "${role}_password"
done
for role in owner application; do
  printf 'postgresql://thidua_%s:%s@database/thidua\n' "$role" "$(cat "$secrets/${role}_password")" | keep "${role}_url"
done

for part in tls_certificate tls_key; do
  if [ ! -s "$secrets/$part" ]; then
    echo "$secrets/$part: put it there (PEM), mode 0444" >&2
    missing=yes
  fi
done
test -z "${missing:-}"
