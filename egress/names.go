package main

import "strings"

// Names that only the inside of a network or a cluster knows. What they resolve to is checked as well; refusing them
// before they are looked up keeps their servers from being asked at all.
var innerSuffixes = []string{"svc", "cluster.local", "local", "internal", "localhost", "localdomain", "home.arpa", "lan"}

// isAllowedName: whether an installation has named this host.
func (read *rules) isAllowedName(host string) bool {
	for _, name := range read.names {
		if suffix, wildcard := strings.CutPrefix(name, "*"); wildcard && strings.HasSuffix(host, suffix) || host == name {
			return true
		}
	}
	return false
}

func isInnerName(host string) bool {
	for _, suffix := range innerSuffixes {
		if strings.HasSuffix(host, "."+suffix) {
			return true
		}
	}
	return !strings.Contains(host, ".")
}

// endsInNumber: such a host is an IPv4 address in some notation, or none at all: 2130706433, 0x7f.1, 127.1
// (https://url.spec.whatwg.org/#ends-in-a-number-checker). Go's resolver would look it up as a name.
func endsInNumber(host string) bool {
	host = strings.TrimSuffix(host, ".")
	last := host[strings.LastIndex(host, ".")+1:]
	if digits, hex := strings.CutPrefix(strings.ToLower(last), "0x"); hex {
		return strings.Trim(digits, "0123456789abcdef") == ""
	}
	return last != "" && strings.Trim(last, "0123456789") == ""
}
