{{/* Parts of network policies. */}}

{{- define "webmend.egress.dns" -}}
- ports:
  - {port: 53, protocol: UDP}
  - {port: 53, protocol: TCP}
{{- end }}

{{- define "webmend.egress.apiServer" -}}
- ports:
  {{- range .Values.networkPolicy.apiServerPorts }}
  - {port: {{ . }}, protocol: TCP}
  {{- end }}
{{- end }}

{{- define "webmend.egress.server" -}}
- to:
  - namespaceSelector:
      matchLabels: {kubernetes.io/metadata.name: {{ .Release.Namespace }}}
    podSelector:
      matchLabels: {{- include "webmend.selector" (dict "root" $ "component" "server") | nindent 8 }}
  ports:
  - {port: 8080, protocol: TCP}
{{- end }}

{{/* The endpoint of model.url, on its port or on that of its scheme. */}}
{{- define "webmend.egress.model" -}}
{{- $url := urlParse .Values.model.url }}
{{- $port := regexFind ":[0-9]+$" $url.host | trimPrefix ":" | default (eq $url.scheme "https" | ternary "443" "80") }}
- ports:
  - {port: {{ $port }}, protocol: TCP}
  {{- with .Values.networkPolicy.modelTo }}
  to: {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end }}

{{/* Pods that the operator has made, as it labels them; see webmend.domain.names. */}}
{{- define "webmend.runnerPods" -}}
matchExpressions:
- {key: webmend.io/run, operator: Exists}
{{- end }}
