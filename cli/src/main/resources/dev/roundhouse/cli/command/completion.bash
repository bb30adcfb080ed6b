# Completion of roundhouse for bash: asks the program. What it answers is text, never run.
_roundhouse() {
  local rest=${COMP_LINE:0:COMP_POINT} word bare piece='' i
  local -a words=()
  for ((i = 0; i <= COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    bare=${rest#"${rest%%[![:space:]]*}"}
    if [ ${#word} -gt ${#bare} ]; then word=$bare; fi # the cursor stands in it
    if [ "$i" -gt 0 ] && [ "$bare" = "$rest" ]; then  # bash parts words at '=' and ':', the program does not
      words[${#words[@]}-1]+=$word
    else
      words+=("$word")
    fi
    rest=${bare#"$word"}
    piece=$word
  done
  case $piece in [=:]) piece='' ;; esac
  for i in "${!words[@]}"; do words[i]=${words[i]//[\"\'\\]/}; done

  local current=${words[${#words[@]}-1]} value paths=''
  piece=${piece//[\"\'\\]/}
  local before=${current%"$piece"}
  COMPREPLY=()
  while IFS= read -r value; do
    case $value in
      $'\t'*) paths=${value#$'\t'} ;;
      *)
        value=${value%%$'\t'*}
        printf -v value '%q' "${value#"$before"}"
        COMPREPLY+=("$value")
        ;;
    esac
  done < <(@program@ __complete "${words[@]:1}" 2>/dev/null </dev/null)

  if type compopt >/dev/null 2>&1; then
    compopt -o nosort 2>/dev/null
    case $paths in
      files) compopt -o default 2>/dev/null ;;
      directories) compopt -o dirnames 2>/dev/null ;;
    esac
  fi
}

if type compopt >/dev/null 2>&1; then
  complete -F _roundhouse roundhouse
else # the bash of macOS
  complete -o default -F _roundhouse roundhouse
fi
