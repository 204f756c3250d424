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
