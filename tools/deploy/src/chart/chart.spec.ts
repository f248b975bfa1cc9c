import { CHART, helm, podsOf, renderChart, type Manifest, type Values } from '../testing/chart';
import { CONTAINER_UID } from '../testing/assembled-program';
import { describeWith } from '../testing/describe-with';

/** The oldest version that the chart supports, and the newest one known here. */
const KUBERNETES = ['1.27', '1.37'];

const secret = (key: string) => ({ name: 'lintel', key });
const everything: Values = {
  image: { repository: 'registry.example.org/shop/lintel', tag: '1.2.3', pullSecrets: ['registry'] },
  kafka: { brokers: 'kafka-0:9093,kafka-1:9093', tls: true, saslMechanism: 'scram-sha-512', replicationFactor: 3 },
  artifacts: { s3: { endpoint: 'https://s3.example.org', bucket: 'models', region: 'eu', prefix: 'shop' } },
  secrets: {
    dataKeysOld: secret('data-keys-old'),
    trustedKeys: [secret('trusted-key.pem'), secret('trusted-key-2.pem')],
    s3AccessKeyId: secret('s3-access-key-id'),
    s3SecretAccessKey: secret('s3-secret-access-key'),
    kafkaCa: secret('kafka-ca.pem'),
    kafkaSaslUsername: secret('kafka-username'),
    kafkaSaslPassword: secret('kafka-password'),
    oidcClientSecret: secret('oidc-client-secret'),
    otlpHeaders: secret('otlp-headers'),
  },
  env: { OIDC_ISSUER: 'https://id.example.org', OIDC_CLIENT_ID: 'lintel', LOG_LEVEL: 'warn' },
  ingress: { className: 'nginx', annotations: { 'a.example.org/b': 'true' }, tlsSecrets: { ecommerce: 'shop-tls' } },
  tracing: { endpoint: 'http://collector:4318' },
  serviceMonitor: { enabled: true, labels: { release: 'prometheus' } },
  nodeSelector: { 'kubernetes.io/arch': 'amd64' },
  tolerations: [{ key: 'shop', operator: 'Exists' }],
  networkPolicy: { egress: { database: { port: 5432, to: [{ ipBlock: { cidr: '10.0.0.5/32' } }] } } },
  apps: {
    ecommerce: {
      publicUrl: 'https://shop.example.org',
      env: { LOG_LEVEL: 'debug' },
      autoscaling: { by: 'lag' },
      trainer: { autoscaling: { enabled: true } },
    },
    console: { publicUrl: 'https://console.example.org', autoscaling: { by: 'cpu' } },
  },
};
const gpu: Values = {
  apps: { ecommerce: { trainer: { gpu: { enabled: true, nodeSelector: { accelerator: 'h100' } }, replicas: 2 } } },
};
const consoleAlone: Values = { apps: { ecommerce: { enabled: false } }, networkPolicy: { enabled: false } };

const SETS: readonly [string, Values][] = [
  ['its own values', {}],
  ['Kafka, S3, sign-in at a provider, KEDA', everything],
  ['trainers on GPUs', gpu],
  ['the console alone', consoleAlone],
];

describeWith('helm', 'python')('the chart', () => {
  it('passes lint, strictly', () => {
    expect(helm(['lint', '--strict', '--quiet', CHART])).toMatchObject({ status: 0 });
  });

  it.each(SETS.flatMap(([name, values]) => KUBERNETES.map((version) => [name, version, values] as const)))(
    'with %s renders manifests that match the schemas of Kubernetes %s in every field',
    (_name, version, values) => {
      const { documents, problems } = renderChart(values, version);
      expect(problems).toEqual([]);
      expect(documents.length).toBeGreaterThanOrEqual(5);
    },
  );

  it('creates what is requested, and no more', () => {
    const kinds = (values: Values) => {
      const names = renderChart(values).documents.map(({ kind, metadata: { name } }) => `${kind}/${name}`);
      return names.filter((name) => !/^(NetworkPolicy|ServiceAccount|PodDisruptionBudget)/.test(name)).sort();
    };
    expect(kinds({})).toEqual([
      'Deployment/shop-lintel-console',
      'Deployment/shop-lintel-ecommerce',
      'Deployment/shop-lintel-ecommerce-trainer',
      'HorizontalPodAutoscaler/shop-lintel-ecommerce',
      'PersistentVolumeClaim/shop-lintel-artifacts',
      'Service/shop-lintel-console',
      'Service/shop-lintel-ecommerce',
    ]);
    expect(kinds(consoleAlone)).toEqual([
      'Deployment/shop-lintel-console',
      'PersistentVolumeClaim/shop-lintel-artifacts',
      'Service/shop-lintel-console',
    ]);
    expect(kinds(everything)).toEqual([
      'Deployment/shop-lintel-console',
      'Deployment/shop-lintel-ecommerce',
      'Deployment/shop-lintel-ecommerce-trainer',
      'HorizontalPodAutoscaler/shop-lintel-console',
      'Ingress/shop-lintel-console',
      'Ingress/shop-lintel-ecommerce',
      'ScaledObject/shop-lintel-ecommerce',
      'ScaledObject/shop-lintel-ecommerce-trainer',
      'Service/shop-lintel-console',
      'Service/shop-lintel-ecommerce',
      'ServiceMonitor/shop-lintel',
      'TriggerAuthentication/shop-lintel-database',
      'TriggerAuthentication/shop-lintel-kafka',
    ]);
  });

  it('never sets the number of replicas in two places', () => {
    for (const [, values] of SETS) {
      const { documents } = renderChart(values);
      const scaled = documents.filter(({ kind }) => /^(HorizontalPodAutoscaler|ScaledObject)$/.test(kind));
      const targets = scaled.map(({ spec }) => spec.scaleTargetRef?.name);
      expect(new Set(targets).size).toBe(targets.length);
      for (const { kind, metadata, spec } of documents) {
        if (kind === 'Deployment') expect(targets.includes(metadata.name)).toBe(spec.replicas === undefined);
      }
    }
  });

  it('selects its pods by labels that they have', () => {
    const { documents } = renderChart(everything);
    const labels = documents.filter(({ kind }) => kind === 'Deployment').map(({ metadata }) => metadata.labels);
    const selectors = documents.flatMap(({ spec }) => [spec?.selector?.matchLabels, spec?.podSelector?.matchLabels]);
    for (const selector of selectors.filter((found) => found !== undefined)) {
      expect(labels.some((own) => Object.entries(selector).every(([name, value]) => own[name] === value))).toBe(true);
    }
  });

  it.each([
    ['a secret among the variables', { apps: { console: { env: { DATABASE_URL: 'postgres://a:b@c/d' } } } }],
    ['a secret among the variables of all', { env: { DATA_KEY: 'x' } }],
    ['a name that it does not know', { apps: { console: { replica: 2 } } }],
    ['a tag that moves', { image: { repository: 'lintel', tag: 'latest' } }],
    ['an app without limits', { apps: { console: { resources: { limits: null } } } }],
    ['no trainer at all, where one is wanted', { apps: { ecommerce: { trainer: { replicas: 0 } } } }],
    ['lag without Kafka', { apps: { ecommerce: { autoscaling: { by: 'lag' } } } }],
    ['S3 without a bucket', { artifacts: { s3: { endpoint: 'https://s3.example.org' } } }],
    ['SASL without a password', { kafka: { brokers: 'kafka:9092', saslMechanism: 'plain' } }],
  ])('rejects %s', (_what, values) => {
    expect(() => renderChart(values)).toThrow(/Error/);
  });
});

describeWith('helm', 'python')('every pod of the chart', () => {
  const pods = () => SETS.flatMap(([, values]) => podsOf(renderChart(values).documents));

  it('runs without privileges, on a read-only file system', () => {
    for (const { pod } of pods()) {
      expect(pod.securityContext).toMatchObject({
        runAsNonRoot: true,
        runAsUser: CONTAINER_UID,
        seccompProfile: { type: 'RuntimeDefault' },
      });
      expect(pod.automountServiceAccountToken).toBe(false);
      expect([pod.hostNetwork, pod.hostPID]).toEqual([undefined, undefined]);
      for (const { securityContext } of pod.containers) {
        expect(securityContext).toEqual({
          allowPrivilegeEscalation: false,
          privileged: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        });
      }
    }
  });

  it('has requests and limits, and a tag', () => {
    for (const { container } of containers(pods())) {
      const { requests, limits } = container.resources;
      expect([requests['cpu'], requests['memory'], limits['cpu'], limits['memory']]).not.toContain(undefined);
      expect(container.image).toMatch(/:[\w.-]+$/);
      expect(container.image).not.toMatch(/:latest$/);
    }
  });

  it('has startup, liveness and readiness probes, on the port where it listens', () => {
    for (const { name, container } of containers(pods())) {
      const probes = [container.startupProbe, container.livenessProbe, container.readinessProbe];
      expect(probes.every((probe) => (probe === undefined) === name.endsWith('-trainer'))).toBe(true);
    }
  });

  it('gets secrets only as files, from a read-only volume', () => {
    const secrets = /^(DATABASE_URL|DATA_KEY|DATA_KEYS_OLD|METRICS_TOKEN|.*(PASSWORD|SECRET|HEADERS|ACCESS_KEY).*)$/;
    for (const { container } of containers(pods())) {
      for (const { name, value, valueFrom } of container.env) {
        expect(valueFrom).toBeUndefined();
        if (secrets.test(name))
          expect([name, value]).toEqual([
            expect.stringMatching(/_FILE$/),
            expect.stringMatching(/^\/run\/secrets\/lintel\//),
          ]);
      }
      const mount = container.volumeMounts.find(({ mountPath }) => mountPath === '/run/secrets/lintel');
      expect(mount?.readOnly).toBe(true);
    }
  });

  it('names each variable once', () => {
    for (const { container } of containers(pods())) {
      const names = container.env.map(({ name }) => name);
      expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    }
  });

  it('has a longer grace period than its program takes to stop', () => {
    for (const { pod, container } of containers(pods())) {
      const ms = (name: string) => Number(container.env.find((variable) => variable.name === name)?.value ?? 0);
      expect(pod.terminationGracePeriodSeconds * 1_000).toBeGreaterThan(
        ms('DRAIN_DELAY_MS') + ms('SHUTDOWN_TIMEOUT_MS'),
      );
    }
  });

  it('has the signing key only if it creates models', () => {
    for (const { name, pod, container } of containers(pods())) {
      const trains = name.endsWith('-trainer');
      expect(container.env.some((variable) => variable.name === 'MODEL_SIGNING_KEY')).toBe(trains);
      expect(JSON.stringify(pod.volumes).includes('signing-key')).toBe(trains);
    }
  });
});

describeWith('helm', 'python')('a trainer on GPUs', () => {
  it('requests one, on nodes that have some, with the image that uses it', () => {
    const trainer = podsOf(renderChart(gpu).documents).find(({ name }) => name.endsWith('-trainer'))?.pod;
    expect(trainer?.containers[0]?.resources.limits['nvidia.com/gpu']).toBe(1);
    expect(trainer?.containers[0]?.image).toMatch(/-train:.*-cuda$/);
    expect(trainer?.nodeSelector).toEqual({ accelerator: 'h100' });
    expect(trainer?.tolerations).toEqual([{ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' }]);
  });
});

describeWith('helm', 'python')('the network of the chart', () => {
  const policies = (values: Values): Manifest[] =>
    renderChart(values).documents.filter(({ kind }) => kind === 'NetworkPolicy');

  it('refuses all traffic that is not named', () => {
    const nothing = policies({}).find(({ metadata: { name } }) => name === 'shop-lintel-nothing');
    expect(nothing?.spec).toMatchObject({ policyTypes: ['Ingress', 'Egress'] });
    expect([nothing?.spec.ingress, nothing?.spec.egress]).toEqual([undefined, undefined]);
  });

  it('opens only the outbound ports that the configuration uses', () => {
    const ports = (values: Values) =>
      policies(values).flatMap(({ spec }) => (spec.egress ?? []).flatMap((rule) => rule.ports.map(({ port }) => port)));
    expect(ports({})).toEqual([53, 53, 5432, 443]);
    expect(ports(everything)).toEqual([53, 53, 5432, 443, 9092, 4318]);
  });

  it('lets nothing connect to a trainer', () => {
    const called = policies({}).filter(({ spec }) => (spec.ingress ?? []).length > 0);
    expect(called.map(({ metadata: { name } }) => name).sort()).toEqual([
      'shop-lintel-console',
      'shop-lintel-ecommerce',
    ]);
  });
});

function containers(pods: ReturnType<typeof podsOf>) {
  return pods.flatMap(({ name, pod }) => pod.containers.map((container) => ({ name, pod, container })));
}
