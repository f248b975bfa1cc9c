import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A query of a dashboard or an alert, and its place. */
export interface Expression {
  readonly where: string;
  /** PromQL, with Grafana's variables replaced. */
  readonly query: string;
}

/** Prefixes of the metrics that an app exports, itself or through its runtime. */
const METRIC = /\b(?:lintel|nodejs|process|up)(?:_[a-z0-9_]+)?\b/g;
const SELECTOR = /\b(?<metric>(?:lintel|nodejs|process|up)[a-z0-9_]*)\{(?<labels>[^}]*)\}/g;
/** Suffixes that Prometheus adds for each histogram, and its own metrics. */
const PARTS = /_(?:bucket|sum|count)$/;

interface Panel {
  readonly title: string;
  readonly targets?: readonly { readonly expr: string }[];
}
interface Dashboard {
  readonly panels: readonly Panel[];
  readonly templating: { readonly list: readonly { readonly definition: string }[] };
}

/** Every query of the dashboards in a folder. */
export function dashboardExpressions(folder: string): Expression[] {
  return readdirSync(folder).flatMap((file) => {
    const { panels } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Dashboard;
    return panels.flatMap(({ title, targets = [] }) =>
      targets.map(({ expr }) => ({ where: `${file}: ${title}`, query: withoutVariables(expr) })),
    );
  });
}

/** The values of the dashboards' variables: `label_values(metric, label)`. */
export function dashboardVariables(folder: string): { metric: string; label: string }[] {
  return readdirSync(folder).flatMap((file) => {
    const { templating } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Dashboard;
    return templating.list.map(({ definition }) => {
      const [, metric = '', label = ''] = /^label_values\((\w+), (\w+)\)$/.exec(definition) ?? [];
      return { metric, label };
    });
  });
}

function withoutVariables(query: string): string {
  return query.replaceAll('$__rate_interval', '1m').replaceAll(/\$\w+/g, '.*');
}

/** Names of the metrics in a query, as an app exports them. */
export function metricsIn({ query }: Expression): string[] {
  const names = query.replaceAll(/"[^"]*"/g, '').match(METRIC) ?? [];
  return [...new Set(names.map((name) => name.replace(PARTS, '')))];
}

/** Labels by which a query selects series of a metric. */
export function selectorsIn({ query }: Expression): { metric: string; label: string }[] {
  return [...query.matchAll(SELECTOR)].flatMap(({ groups }) =>
    [...(groups?.['labels'] ?? '').matchAll(/(\w+)\s*(?:=~|!~|!=|=)/g)].map(([, label = '']) => ({
      metric: groups?.['metric'] ?? '',
      label,
    })),
  );
}
