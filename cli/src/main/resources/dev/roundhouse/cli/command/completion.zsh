#compdef roundhouse
# Completion of roundhouse for zsh: asks the program. What it answers is text, never run.
_roundhouse() {
  local line value description paths=''
  local -a typed candidates
  typed=("${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}")
  while IFS= read -r line; do
    if [[ $line == $'\t'* ]]; then
      paths=${line#$'\t'}
      continue
    fi
    value=${line%%$'\t'*}
    description=''
    [[ $line == *$'\t'* ]] && description=${line#*$'\t'}
    value=${value//\\/\\\\}
    candidates+=("${value//:/\\:}${description:+:$description}")
  done < <(@program@ __complete "${typed[@]}" 2>/dev/null </dev/null)

  if (( $#candidates )); then
    _describe -V roundhouse candidates
  fi
  if [[ -n $paths ]]; then
    [[ $PREFIX == -*=* ]] && compset -P '*='
    if [[ $paths == directories ]]; then _files -/; else _files; fi
  fi
}

if [[ ${funcstack[1]-} == _roundhouse ]]; then
  _roundhouse "$@"
elif (( $+functions[compdef] )); then
  compdef _roundhouse roundhouse
fi
