package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/netip"
	"os"
	"strings"

	"github.com/stripe/smokescreen/pkg/smokescreen/hostport"
)

// Settings are the rules of an installation; the chart writes them.
type Settings struct {
	// Allow opens what is refused otherwise: ranges (10.20.0.0/16), addresses, host names, *.suffixes.
	Allow []string `json:"allow"`
	// Deny wins over Allow: ranges and addresses.
	Deny []string `json:"deny"`
	// Ports that may be connected to, on any address.
	Ports []int `json:"ports"`
	// Resolver is the name server to ask (IP:PORT); empty: those of the system.
	Resolver string `json:"resolver"`
}

// rules are settings that have been read.
type rules struct {
	ranges []netip.Prefix
	names  []string
	deny   []netip.Prefix
	ports  map[int]bool
}

func readSettings(path string) (*Settings, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	settings := &Settings{}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(settings); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return settings, nil
}

func (settings *Settings) rules() (*rules, error) {
	read := &rules{ports: map[int]bool{}}
	for _, entry := range settings.Allow {
		if prefix, err := asPrefix(entry); err == nil {
			read.ranges = append(read.ranges, prefix)
			continue
		}
		name, err := asName(entry)
		if err != nil {
			return nil, fmt.Errorf("allow: %q is neither a range nor a host name: %w", entry, err)
		}
		read.names = append(read.names, name)
	}
	for _, entry := range settings.Deny {
		prefix, err := asPrefix(entry)
		if err != nil {
			return nil, fmt.Errorf("deny: %q is no range: %w", entry, err)
		}
		read.deny = append(read.deny, prefix)
	}
	for _, port := range settings.Ports {
		read.ports[port] = true
	}
	return read, nil
}

func asPrefix(entry string) (netip.Prefix, error) {
	if address, err := netip.ParseAddr(entry); err == nil {
		address = address.Unmap()
		return netip.PrefixFrom(address, address.BitLen()), nil
	}
	prefix, err := netip.ParsePrefix(entry)
	if err == nil && prefix.Addr().Is4In6() {
		return prefix, errors.New("write it as an IPv4 range")
	}
	return prefix.Masked(), err
}

// asName is a host name as the proxy compares it; one that begins with *. stands for all below it.
func asName(entry string) (string, error) {
	bare, wildcard := strings.CutPrefix(entry, "*.")
	name, err := hostport.NormalizeHost(bare, false)
	if err != nil || name == "" || endsInNumber(name) {
		return "", errors.Join(err, errors.New("no host name"))
	}
	if name = strings.TrimSuffix(name, "."); wildcard {
		return "*." + name, nil
	}
	return name, nil
}
