{{/* Names and labels. */}}

{{- define "webmend.name" -}}
{{ default .Chart.Name .Values.nameOverride | trunc 40 | trimSuffix "-" }}
{{- end }}

{{/* Prefix of all object names: the release alone where it already says what it is. */}}
{{- define "webmend.fullname" -}}
{{- $name := include "webmend.name" . }}
{{- $full := contains $name .Release.Name | ternary .Release.Name (printf "%s-%s" .Release.Name $name) }}
{{- default $full .Values.fullnameOverride | trunc 40 | trimSuffix "-" }}
{{- end }}

{{- define "webmend.operator" -}}{{ include "webmend.fullname" . }}-operator{{- end }}
{{- define "webmend.server" -}}{{ include "webmend.fullname" . }}-server{{- end }}
{{- define "webmend.egress" -}}{{ include "webmend.fullname" . }}-egress{{- end }}
{{- define "webmend.settings" -}}{{ include "webmend.fullname" . }}-settings{{- end }}
{{- define "webmend.claim" -}}
{{ default (include "webmend.server" .) .Values.server.persistence.existingClaim }}
{{- end }}

{{/* The name that the operator gives to runner pods; see webmend.domain.names. */}}
{{- define "webmend.runnerServiceAccount" -}}webmend-runner{{- end }}

{{/* Host of a Service in an address: (dict "root" $ "name" NAME "clusterIP" IP). */}}
{{- define "webmend.serviceHost" -}}
{{- if contains ":" .clusterIP }}[{{ .clusterIP }}]
{{- else }}{{ default (printf "%s.%s.svc" .name .root.Release.Namespace) .clusterIP }}
{{- end }}
{{- end }}

{{/* Labels of one component's objects: (dict "root" $ "component" "server"). */}}
{{- define "webmend.labels" -}}
{{ include "webmend.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
{{- with .root.Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- define "webmend.selector" -}}
app.kubernetes.io/name: {{ include "webmend.name" .root }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end }}
