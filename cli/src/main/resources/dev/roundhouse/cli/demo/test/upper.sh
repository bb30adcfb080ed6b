#!/bin/sh
[ "$(echo hello | sh lib/upper.sh)" = HELLO ]
