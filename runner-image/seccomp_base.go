//go:build ignore

// Prints the seccomp profile that containerd applies to a container without capabilities (RuntimeDefault), as JSON: the
// base of our own. Run by hand when the pinned containerd changes:
//
//	go run -C hack/cluster/gomod/containerd "$PWD/runner-image/seccomp_base.go" >runner-image/seccomp_base.json
package main

import (
	"encoding/json"
	"log"
	"os"

	"github.com/containerd/containerd/v2/contrib/seccomp"
	"github.com/opencontainers/runtime-spec/specs-go"
)

func main() {
	container := &specs.Spec{Process: &specs.Process{Capabilities: &specs.LinuxCapabilities{}}}
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetIndent("", " ")
	if err := encoder.Encode(seccomp.DefaultProfile(container)); err != nil {
		log.Fatal(err)
	}
}
