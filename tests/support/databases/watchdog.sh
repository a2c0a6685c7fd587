# Removes the directory of a test run ($1), and the server in it, ten seconds after the last user has ended.
directory=$1
server=$directory/postgres/data/postmaster.pid

in_use() {
    for user in "$1"/users/*; do
        process=${user##*/}
        if kill -0 "$process" 2>/dev/null; then return 0; fi
        rm -f "$user"
    done
    return 1
}

stop_server() {
    read -r process <"$server" || return 0
    kill -QUIT "$process" || return 0
    for _ in 1 2 3 4 5 6 7 8 9 10; do
        kill -0 "$process" || return 0
        sleep 1
    done
    kill -KILL "$process"
}

trap '' HUP INT
rmdir "$directory/closing" 2>/dev/null
idle=0
while [ -d "$directory" ]; do
    sleep 1
    if in_use "$directory"; then idle=0; continue; fi
    idle=$((idle + 1))
    if [ "$idle" -lt 10 ]; then continue; fi
    mkdir "$directory/closing" || exit 1
    if in_use "$directory"; then rmdir "$directory/closing"; idle=0; continue; fi
    stop_server
    # Renamed first: a run that begins now finds either nothing or all of it.
    mv "$directory" "$directory.$$" && rm -rf "$directory.$$"
    exit
done
