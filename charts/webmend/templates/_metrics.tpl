{{/* What those who scrape are told. */}}

{{/* The expression of a rule of files/alerts.yaml: (dict "rule" RULE "values" .Values.metrics.prometheusRule). */}}
{{- define "webmend.rule.expr" -}}
{{- $failed := `sum(rate(webmend_runs_finished_total{result="Failed",$$selector}[$1]))` }}
{{- $ended := `sum(rate(webmend_runs_finished_total{result!="Stopped",$$selector}[$1]))` }}
{{- $expr := regexReplaceAll `\$failing\[(\w+)\]` .rule.expr (printf "%s / %s" $failed $ended) }}
{{- $budget := divf (subf 100 .values.objective) 100 | toString }}
{{- $expr | replace "$selector" .values.selector | replace "$budget" $budget | replace "$minimumRuns" (toString .values.minimumRuns) }}
{{- end }}

{{/* How a port is scraped: (dict "root" $ "monitor" .Values.metrics.podMonitor). Labels of workflows stay what they are. */}}
{{- define "webmend.scrape" -}}
- port: metrics
  honorLabels: true
  {{- with .interval }}
  interval: {{ . }}
  {{- end }}
  {{- with .scrapeTimeout }}
  scrapeTimeout: {{ . }}
  {{- end }}
  {{- with .relabelings }}
  relabelings: {{- toYaml . | nindent 2 }}
  {{- end }}
  {{- with .metricRelabelings }}
  metricRelabelings: {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end }}

{{/* Operator and server, by their labels. */}}
{{- define "webmend.scraped" -}}
matchLabels: {{- omit (include "webmend.selector" (dict "root" . "component" "") | fromYaml) "app.kubernetes.io/component" | toYaml | nindent 2 }}
matchExpressions:
- {key: app.kubernetes.io/component, operator: In, values: [operator, server]}
{{- end }}
