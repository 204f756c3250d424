{{/* Parts of network policies. */}}

{{- define "webmend.egress.dns" -}}
- ports:
  - {port: 53, protocol: UDP}
  - {port: 53, protocol: TCP}
{{- end }}

{{/* Whether runner pods need to look up the server and the proxy. */}}
{{- define "webmend.runnerNeedsNames" -}}
{{- if not (and .Values.egress.enabled .Values.egress.clusterIP .Values.server.service.clusterIP) }}yes{{ end }}
{{- end }}

{{/* Those who scrape, as peers: .Values.networkPolicy.metricsFrom. */}}
{{- define "webmend.ingress.metrics" -}}
- ports:
  - {port: 9464, protocol: TCP}
  from: {{- toYaml . | nindent 2 }}
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

{{- define "webmend.egress.proxy" -}}
- to:
  - namespaceSelector:
      matchLabels: {kubernetes.io/metadata.name: {{ .Release.Namespace }}}
    podSelector:
      matchLabels: {{- include "webmend.selector" (dict "root" $ "component" "egress") | nindent 8 }}
  ports:
  - {port: 3128, protocol: TCP}
{{- end }}

{{/* The public network, as peers of a rule. */}}
{{- define "webmend.publicPeers" -}}
- ipBlock: {cidr: 0.0.0.0/0, except: {{ toJson .Values.networkPolicy.runnerBlocked }}}
- ipBlock: {cidr: "2000::/3", except: {{ toJson .Values.networkPolicy.runnerBlockedIPv6 }}}
{{- end }}

{{/* Receivers of notifications. */}}
{{- define "webmend.egress.receivers" -}}
- ports:
  {{- range .Values.notifications.ports }}
  - {port: {{ . }}, protocol: TCP}
  {{- end }}
  to: {{- include "webmend.publicPeers" . | nindent 2 }}
{{- end }}

{{/* Runner pods of the namespaces served, as peers of an ingress rule. */}}
{{- define "webmend.runnerPeers" -}}
- podSelector: {{- include "webmend.runnerPods" . | nindent 4 }}
  namespaceSelector:
    {{- if .Values.allNamespaces }} {}
    {{- else }}
    matchExpressions:
    - {key: kubernetes.io/metadata.name, operator: In, values: {{ toJson .Values.namespaces }}}
    {{- end }}
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
