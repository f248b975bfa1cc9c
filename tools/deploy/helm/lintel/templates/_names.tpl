{{/* Every name begins with the release name. Called with the root. */}}
{{- define "lintel.name" -}}
{{- if contains .Chart.Name .Release.Name -}}{{ .Release.Name | trunc 40 | trimSuffix "-" }}{{- else -}}{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 40 | trimSuffix "-" }}{{- end -}}
{{- end -}}

{{/* Labels that never change and select pods. Called with {root, component}. */}}
{{- define "lintel.selector" -}}
app.kubernetes.io/name: lintel
app.kubernetes.io/instance: {{ .root.Release.Name }}
{{- with .component }}
app.kubernetes.io/component: {{ . }}
{{- end }}
{{- end -}}

{{- define "lintel.labels" -}}
{{ include "lintel.selector" . }}
app.kubernetes.io/version: {{ .root.Values.image.tag | default .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version }}
{{- end -}}

{{/* Type of the artefact store: s3 or volume. */}}
{{- define "lintel.store" -}}
{{- if .Values.artifacts.s3.endpoint -}}s3{{- else -}}volume{{- end -}}
{{- end -}}

{{- define "lintel.claim" -}}
{{- .Values.artifacts.volume.existingClaim | default (printf "%s-artifacts" (include "lintel.name" .)) -}}
{{- end -}}

{{/* The host of the app's public address if an ingress leads to it, or nothing. */}}
{{- define "lintel.host" -}}
{{- if .publicUrl -}}{{ (urlParse .publicUrl).host | splitList ":" | first }}{{- end -}}
{{- end -}}
