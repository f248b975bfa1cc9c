import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { join } from 'node:path';
import { checkDocuments, type CheckedDocuments } from './check-documents';
import { toolPath } from './describe-with';

export const CHART = join(__dirname, '..', '..', 'helm', 'lintel');

export interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels: Readonly<Record<string, string>> };
  readonly spec: ManifestSpec;
}

/** The fields of a manifest that the tests read. */
export interface ManifestSpec {
  readonly replicas?: number;
  readonly template?: { readonly spec: PodSpec };
  readonly selector?: { readonly matchLabels: Readonly<Record<string, string>> };
  readonly podSelector?: { readonly matchLabels: Readonly<Record<string, string>> };
  readonly scaleTargetRef?: { readonly name: string };
  readonly triggers?: readonly { readonly type: string; readonly metadata: Readonly<Record<string, string>> }[];
  readonly policyTypes?: readonly string[];
  readonly ingress?: readonly object[];
  readonly egress?: readonly {
    readonly ports: readonly { readonly port: number }[];
    readonly to?: readonly object[];
  }[];
}

export interface PodSpec {
  readonly securityContext: Readonly<Record<string, unknown>>;
  readonly automountServiceAccountToken: boolean;
  readonly hostNetwork?: boolean;
  readonly hostPID?: boolean;
  readonly nodeSelector?: Readonly<Record<string, string>>;
  readonly tolerations?: readonly object[];
  readonly terminationGracePeriodSeconds: number;
  readonly containers: readonly Container[];
  readonly volumes: readonly Readonly<Record<string, unknown>>[];
}

export interface Container {
  readonly name: string;
  readonly image: string;
  readonly env: readonly { readonly name: string; readonly value?: string; readonly valueFrom?: unknown }[];
  readonly securityContext: Readonly<Record<string, unknown>>;
  readonly resources: Readonly<Record<'requests' | 'limits', Readonly<Record<string, string | number>>>>;
  readonly startupProbe?: object;
  readonly livenessProbe?: object;
  readonly readinessProbe?: object;
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string; readonly readOnly?: boolean }[];
}

/** Overrides of the chart's values. */
export type Values = Readonly<Record<string, unknown>>;

/**
 * Renders the chart and checks every manifest against the schemas of a version of Kubernetes, KEDA's and the Prometheus
 * operator's.
 * @throws if Helm fails
 */
export function renderChart(values: Values = {}, kubernetes = '1.37'): CheckedDocuments<Manifest> {
  const key = JSON.stringify([values, kubernetes]);
  const known = rendered.get(key);
  if (known !== undefined) return known;
  const { status, stdout, stderr } = helm(['template', 'shop', CHART, '--kube-version', kubernetes, '-f', '-'], values);
  if (status !== 0) throw new Error(stderr);
  const checked = checkDocuments<Manifest>(stdout, { kubernetes });
  rendered.set(key, checked);
  return checked;
}

/** Rendering takes a second or two, and several tests use the same result. */
const rendered = new Map<string, CheckedDocuments<Manifest>>();

export function helm(args: readonly string[], values: Values = {}): SpawnSyncReturns<string> {
  return spawnSync(toolPath('helm'), args, { input: JSON.stringify(values), encoding: 'utf8' });
}

export function podsOf(manifests: readonly Manifest[]): { name: string; pod: PodSpec }[] {
  return manifests.flatMap(({ metadata: { name }, spec }) =>
    spec?.template === undefined ? [] : [{ name, pod: spec.template.spec }],
  );
}
