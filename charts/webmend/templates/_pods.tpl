{{/* What pods have in common. */}}

{{/* Reference of an image: (dict "root" $ "image" .Values.image). */}}
{{- define "webmend.image" -}}
{{- $tag := printf ":%s" (default .root.Chart.AppVersion .image.tag) }}
{{- $version := empty .image.digest | ternary $tag (printf "@%s" .image.digest) }}
{{- $registry := empty .root.Values.image.registry | ternary "" (printf "%s/" .root.Values.image.registry) }}
{{- default (printf "%s%s%s" $registry .image.repository $version) .image.ref }}
{{- end }}

{{- define "webmend.pullSecrets" -}}
{{- with .Values.imagePullSecrets }}
imagePullSecrets:
{{- range . }}
- name: {{ quote . }}
{{- end }}
{{- end }}
{{- end }}

{{/* Pod Security level restricted, with the numbers of the image's user. */}}
{{- define "webmend.podSecurityContext" -}}
runAsNonRoot: true
runAsUser: 1000
runAsGroup: 1000
fsGroup: 1000
fsGroupChangePolicy: OnRootMismatch
seccompProfile: {type: RuntimeDefault}
{{- end }}

{{- define "webmend.containerSecurityContext" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: {drop: [ALL]}
{{- end }}

{{/* Where pods go: (dict "root" $ "values" .Values.operator). */}}
{{- define "webmend.placement" -}}
{{- range $field := list "nodeSelector" "tolerations" "affinity" }}
{{- with index $.values $field }}
{{ $field }}: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}
{{- with .values.priorityClassName }}
priorityClassName: {{ quote . }}
{{- end }}
{{- end }}

{{- /* Where the server keeps what it is given */}}
{{- define "webmend.server.folders" -}}
{{- with .Values.server.artifacts }}
- {name: WEBMEND_ARTIFACTS, value: {{ .url | default "/var/lib/webmend" | quote }}}
{{- if .url }}
- {name: AWS_REGION, value: {{ quote .region }}}
{{- with .endpoint }}
- {name: AWS_ENDPOINT_URL, value: {{ quote . }}}
{{- end }}
{{- with .secretName }}
- name: AWS_ACCESS_KEY_ID
  valueFrom: {secretKeyRef: {name: {{ . }}, key: AWS_ACCESS_KEY_ID}}
- name: AWS_SECRET_ACCESS_KEY
  valueFrom: {secretKeyRef: {name: {{ . }}, key: AWS_SECRET_ACCESS_KEY}}
{{- end }}
{{- end }}
{{- end }}
{{- with .Values.server.database }}
{{- if .secretName }}
- name: WEBMEND_DATABASE
  valueFrom: {secretKeyRef: {name: {{ .secretName }}, key: url}}
{{- else if .url }}
- {name: WEBMEND_DATABASE, value: {{ quote .url }}}
{{- end }}
{{- end }}
{{- end }}
