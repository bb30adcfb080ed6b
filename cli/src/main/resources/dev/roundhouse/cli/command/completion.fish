# Completion of roundhouse for fish: asks the program. What it answers is text, never run.
function __roundhouse_complete
    set -l typed (commandline -opc)
    set -l raw (commandline -ct)
    set -l current (string unescape -- $raw 2>/dev/null; or printf '%s\n' "$raw")
    for line in (@program@ __complete $typed[2..-1] "$current" 2>/dev/null </dev/null)
        switch $line
            case \tfiles
                __fish_complete_path "$current"
            case \tdirectories
                __fish_complete_directories "$current" ''
            case '*'
                printf '%s\n' $line
        end
    end
end

complete -c roundhouse -e
complete -c roundhouse -f -k -a '(__roundhouse_complete)'
