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

{{/* Pods that the operator has made, as it labels them; see webmend.domain.names. */}}
{{- define "webmend.runnerPods" -}}
matchExpressions:
- {key: webmend.io/run, operator: Exists}
{{- end }}
