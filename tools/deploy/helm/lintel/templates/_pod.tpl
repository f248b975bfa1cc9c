{{/* The parts that every pod of Lintel has. Called with {root, name, app, role}; `app` are the values of the app. */}}
{{- define "lintel.podSettings" -}}
automountServiceAccountToken: false
serviceAccountName: {{ include "lintel.name" .root }}
# Otherwise every Service of the namespace would add its own variables.
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  runAsUser: 10001
  runAsGroup: 10001
  fsGroup: 10001
  fsGroupChangePolicy: OnRootMismatch
  seccompProfile: { type: RuntimeDefault }
{{- with .root.Values.image.pullSecrets }}
imagePullSecrets:
{{- range . }}
  - name: {{ . }}
{{- end }}
{{- end }}
topologySpreadConstraints:
  - maxSkew: 1
    topologyKey: kubernetes.io/hostname
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels:
        {{- include "lintel.selector" (dict "root" .root "component" .component) | nindent 8 }}
{{- end -}}

{{- define "lintel.containerSecurity" -}}
allowPrivilegeEscalation: false
privileged: false
readOnlyRootFilesystem: true
capabilities: { drop: [ALL] }
{{- end -}}

{{/* Environment variables of a container; the app's own ones come last. */}}
{{- define "lintel.env" -}}
{{- $values := .root.Values -}}
- { name: NODE_ENV, value: production }
{{- range (include "lintel.secrets" . | fromYamlArray) }}
{{- if .variable }}
- { name: {{ .variable }}, value: /run/secrets/lintel/{{ .file }} }
{{- end }}
{{- end }}
- { name: MODEL_TRUSTED_KEYS, value: {{ include "lintel.trustedKeys" .root | quote }} }
{{- if eq (include "lintel.store" .root) "s3" }}
{{- with $values.artifacts.s3 }}
- { name: S3_ENDPOINT, value: {{ .endpoint | quote }} }
- { name: S3_BUCKET, value: {{ required "artifacts.s3.bucket is needed where artifacts.s3.endpoint is set" .bucket | quote }} }
{{- with .region }}
- { name: S3_REGION, value: {{ . | quote }} }
{{- end }}
{{- with .prefix }}
- { name: S3_PREFIX, value: {{ . | quote }} }
{{- end }}
- { name: S3_FORCE_PATH_STYLE, value: {{ .forcePathStyle | quote }} }
{{- end }}
{{- else }}
- { name: ARTIFACT_DIR, value: /var/lib/lintel/artifacts }
{{- end }}
{{- with $values.kafka }}
{{- if .brokers }}
- { name: KAFKA_BROKERS, value: {{ .brokers | quote }} }
- { name: KAFKA_TLS, value: {{ .tls | quote }} }
{{- with .saslMechanism }}
{{- if not (and $values.secrets.kafkaSaslUsername.name $values.secrets.kafkaSaslPassword.name) }}
{{- fail "kafka.saslMechanism needs secrets.kafkaSaslUsername and secrets.kafkaSaslPassword" }}
{{- end }}
- { name: KAFKA_SASL_MECHANISM, value: {{ . | quote }} }
{{- end }}
{{- with .replicationFactor }}
- { name: KAFKA_REPLICATION_FACTOR, value: {{ . | quote }} }
{{- end }}
{{- end }}
{{- end }}
{{- with $values.tracing.endpoint }}
- { name: OTEL_EXPORTER_OTLP_ENDPOINT, value: {{ . | quote }} }
{{- end }}
{{- range $name, $value := merge (dict) .own $values.env }}
- { name: {{ $name }}, value: {{ $value | quote }} }
{{- end }}
{{- end -}}

{{- define "lintel.mounts" -}}
- { name: tmp, mountPath: /tmp }
- { name: secrets, mountPath: /run/secrets/lintel, readOnly: true }
{{- if eq (include "lintel.store" .root) "volume" }}
- { name: artifacts, mountPath: /var/lib/lintel/artifacts }
{{- end }}
{{- end -}}

{{- define "lintel.volumes" -}}
- name: tmp
  emptyDir: { sizeLimit: 256Mi }
- name: secrets
  projected:
    # The group belongs to the pod alone, so no one else can read them.
    defaultMode: 0440
    sources:
{{- range (include "lintel.secrets" . | fromYamlArray) }}
      - secret:
          name: {{ .secret }}
          items:
            - { key: {{ .key }}, path: {{ .file }} }
{{- end }}
{{- if eq (include "lintel.store" .root) "volume" }}
- name: artifacts
  persistentVolumeClaim: { claimName: {{ include "lintel.claim" .root }} }
{{- end }}
{{- end -}}
