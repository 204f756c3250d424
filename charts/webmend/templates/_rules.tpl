{{/* What operator and server may do. Where: in each namespace served, or everywhere. */}}

{{- define "webmend.operator.rules" -}}
- apiGroups: [webmend.io]
  resources: [workflows, workflowruns, workflowversions, errorcodes]
  verbs: [get, list, watch]
- apiGroups: [webmend.io]
  resources: [workflows/status, workflowruns/status, errorcodes/status]
  verbs: [patch]
- apiGroups: [webmend.io]
  resources: [workflowversions, errorcodes]
  verbs: [create]
# a schedule starts runs, and has the one before stopped (concurrencyPolicy Replace)
- apiGroups: [webmend.io]
  resources: [workflowruns]
  verbs: [create, patch]
{{- if .Values.history.recorder }}
# finished runs beyond the limits of their workflow, once they are recorded
- apiGroups: [webmend.io]
  resources: [workflowruns]
  verbs: [delete]
{{- end }}
# to be named in an owner reference that blocks deletion, where the API server insists
- apiGroups: [webmend.io]
  resources: [workflowruns/finalizers]
  verbs: [update]
- apiGroups: [batch]
  resources: [jobs]
  verbs: [get, list, watch, create, delete]
- apiGroups: [""]
  resources: [pods]
  verbs: [list, watch]
# list: why a Job has no pod stands in its Events alone
- apiGroups: [events.k8s.io]
  resources: [events]
  verbs: [create, list]
{{- end }}

{{- define "webmend.server.rules" -}}
# people set, copy and revert workflows, and say their word on versions and error codes
- apiGroups: [webmend.io]
  resources: [workflows, workflowversions]
  verbs: [get, list, create, patch]
- apiGroups: [webmend.io]
  resources: [errorcodes]
  verbs: [get, list, patch]
# people are told of new ones
- apiGroups: [webmend.io]
  resources: [workflowversions, errorcodes]
  verbs: [watch]
{{- if .Values.notifications.enabled }}
# whom to tell, which people test, and what is said of that; their Secrets are read as those of workflows are
- apiGroups: [webmend.io]
  resources: [notificationchannels]
  verbs: [get, list, watch, patch]
- apiGroups: [webmend.io]
  resources: [notificationchannels/status]
  verbs: [patch]
{{- end }}
# people make and repeat runs; what they answer, and that a run is to stop, is written into its spec
- apiGroups: [webmend.io]
  resources: [workflowruns]
  verbs: [get, list, watch, create, patch]
# that they did is told
- apiGroups: [events.k8s.io]
  resources: [events]
  verbs: [create]
- apiGroups: [webmend.io]
  resources: [workflowruns/status]
  verbs: [patch]
# from a runner's token to its pod, from there to its Job and its run
- apiGroups: [""]
  resources: [pods]
  verbs: [get]
- apiGroups: [batch]
  resources: [jobs]
  verbs: [get]
# the values of credentials; no list: only a workflow says which Secret
- apiGroups: [""]
  resources: [secrets]
  verbs: [get]
  {{- with .Values.server.secretNames }}
  resourceNames: {{- toYaml . | nindent 2 }}
  {{- else }}
# secret values that people answer, each in a Secret of its run's own
- apiGroups: [""]
  resources: [secrets]
  verbs: [create]
  {{- end }}
{{- with .Values.server.writableSecretNames }}
# new passwords and second factors that sites force; never more than the Secrets named
- apiGroups: [""]
  resources: [secrets]
  resourceNames: {{- toYaml . | nindent 2 }}
  verbs: [update]
{{- end }}
{{- end }}

{{/* What is left to do once the chart is gone: runs are held no longer. */}}
{{- define "webmend.release.rules" -}}
- apiGroups: [webmend.io]
  resources: [workflowruns]
  verbs: [get, list, patch]
{{- end }}

{{/* Grant `rules` to a component: (dict "root" $ "component" "server" "name" NAME "rules" RULES), "annotations" if any. */}}
{{- define "webmend.grant" -}}
{{- $all := .root.Values.allNamespaces }}
{{- $prefix := $all | ternary "Cluster" "" }}
{{- $labels := include "webmend.labels" . }}
{{- range $namespace := $all | ternary (list "") .root.Values.namespaces }}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: {{ $prefix }}Role
metadata:
  name: {{ $.name }}
  {{- if not $all }}
  namespace: {{ quote $namespace }}
  {{- end }}
  labels: {{- $labels | nindent 4 }}
  {{- with $.annotations }}
  annotations: {{- toYaml . | nindent 4 }}
  {{- end }}
rules: {{- $.rules | nindent 0 }}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: {{ $prefix }}RoleBinding
metadata:
  name: {{ $.name }}
  {{- if not $all }}
  namespace: {{ quote $namespace }}
  {{- end }}
  labels: {{- $labels | nindent 4 }}
  {{- with $.annotations }}
  annotations: {{- toYaml . | nindent 4 }}
  {{- end }}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: {{ $prefix }}Role, name: {{ $.name }}}
subjects:
- {kind: ServiceAccount, name: {{ $.name }}, namespace: {{ $.root.Release.Namespace }}}
{{- end }}
{{- end }}
