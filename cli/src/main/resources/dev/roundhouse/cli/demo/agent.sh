#!/bin/sh
# A stand-in for a coding agent: it gets an issue in its environment and on its standard input, and
# changes files in the current directory. A real one reads the prompt; this one knows its backlog.
set -eu
id=$ROUNDHOUSE_ISSUE_ID
echo "attempt $ROUNDHOUSE_ATTEMPT at $id in $(pwd)"
head -n 1

filter() { # filter NAME COMMAND INPUT EXPECTED
  printf '#!/bin/sh\n%s\n' "$2" >"lib/$1.sh"
  printf '#!/bin/sh\n[ "$(printf '\''%s'\'' | sh lib/%s.sh)" = '\''%s'\'' ]\n' "$3" "$1" "$4" >"test/$1.sh"
  echo "wrote lib/$1.sh and its test"
}

colour() {
  sed "s/^colour: .*/colour: $1/" settings.txt >settings.new
  mv settings.new settings.txt
  git commit -q -am "The colour is $1"
}

sleep 0.4
case $id in
UP-1) filter lower "tr '[:upper:]' '[:lower:]'" HELLO hello ;;
UP-2) filter trim "sed 's/^ *//; s/ *\$//'" '  a b ' 'a b' ;;
UP-3) filter repeat "sed 's/.*/&&/'" ab abab ;;
UP-4) filter reverse "sed '/\n/!G;s/\(.\)\(.*\n\)/&\2\1/;//D;s/.//'" abc cba ;;
UP-5) filter count "tr -d '\n' | wc -c | tr -d ' '" abcd 4 ;;
UP-6) colour blue ;;
UP-7)
  if [ "$ROUNDHOUSE_ATTEMPT" = 1 ]; then
    git reset -q --hard demo-start
  fi
  colour green
  ;;
UP-8)
  echo 'as far as I got' >half-done.txt
  echo 'I give up' >&2
  exit 3
  ;;
UP-9) printf '#!/bin/sh\necho "one is not two" >&2\n[ 1 = 2 ]\n' >test/breaks.sh ;;
UP-10) filter title "sed 's/\\b./\\U&/g'" 'a b' 'A B' ;;
UP-11) filter center "sed 's/.*/ & /'" x ' x ' ;;
UP-12) filter wrap 'fold -w 4' abcd abcd ;;
UP-13) filter quote "sed 's/.*/[&]/'" x '[x]' ;;
*)
  echo "nobody told me about $id" >&2
  exit 1
  ;;
esac
