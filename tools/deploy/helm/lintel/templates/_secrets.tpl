{{/*
The secrets of a role as YAML: a list of {variable, secret, key, file}. They are mounted as files, because many tools
show the environment. Called with {root, role}.
*/}}
{{- define "lintel.secrets" -}}
{{- $secrets := .root.Values.secrets -}}
{{- $wanted := list
  (dict "variable" "DATABASE_URL_FILE" "ref" $secrets.databaseUrl)
  (dict "variable" "S3_ACCESS_KEY_ID_FILE" "ref" $secrets.s3AccessKeyId)
  (dict "variable" "S3_SECRET_ACCESS_KEY_FILE" "ref" $secrets.s3SecretAccessKey)
  (dict "variable" "KAFKA_CA_FILE" "ref" $secrets.kafkaCa)
  (dict "variable" "KAFKA_CERT_FILE" "ref" $secrets.kafkaCert)
  (dict "variable" "KAFKA_KEY_FILE" "ref" $secrets.kafkaKey)
  (dict "variable" "KAFKA_SASL_USERNAME_FILE" "ref" $secrets.kafkaSaslUsername)
  (dict "variable" "KAFKA_SASL_PASSWORD_FILE" "ref" $secrets.kafkaSaslPassword)
  (dict "variable" "OTEL_EXPORTER_OTLP_HEADERS_FILE" "ref" $secrets.otlpHeaders)
  (dict "variable" "DATA_KEY_FILE" "ref" $secrets.dataKey)
  (dict "variable" "DATA_KEYS_OLD_FILE" "ref" $secrets.dataKeysOld)
-}}
{{- if eq .role "serve" -}}
{{- $wanted = concat $wanted (list
  (dict "variable" "METRICS_TOKEN_FILE" "ref" $secrets.metricsToken)
  (dict "variable" "OIDC_CLIENT_SECRET_FILE" "ref" $secrets.oidcClientSecret)
) -}}
{{- else -}}
{{- /* The path itself, because the processes of jobs read the file again. */ -}}
{{- $wanted = append $wanted (dict "variable" "MODEL_SIGNING_KEY" "ref" $secrets.signingKey) -}}
{{- end -}}
{{- range $wanted -}}
{{- if .ref.name }}
- { variable: {{ .variable }}, secret: {{ .ref.name }}, key: {{ .ref.key }}, file: {{ .variable | trimSuffix "_FILE" | lower | replace "_" "-" }} }
{{- end -}}
{{- end -}}
{{- range $index, $ref := $secrets.trustedKeys }}
- { variable: '', secret: {{ $ref.name }}, key: {{ $ref.key }}, file: trusted-key-{{ $index }}.pem }
{{- end -}}
{{- end -}}

{{/* The files of all trusted keys, separated by commas. */}}
{{- define "lintel.trustedKeys" -}}
{{- $files := list -}}
{{- range $index, $ref := .Values.secrets.trustedKeys -}}
{{- $files = append $files (printf "/run/secrets/lintel/trusted-key-%d.pem" $index) -}}
{{- end -}}
{{- join "," $files -}}
{{- end -}}
