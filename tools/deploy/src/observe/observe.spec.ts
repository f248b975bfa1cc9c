import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AssembledFolder, ROOT } from '../testing/assembled-folder';
import { startAssembled, type AssembledProgram } from '../testing/assembled-program';
import { checkDocuments } from '../testing/check-documents';
import { freePort, startDeployedEnvironment, type DeployedEnvironment } from '../testing/deployed-environment';
import { describeWith, toolPath } from '../testing/describe-with';
import { eventually } from '../testing/eventually';
import { startPrometheus, type TestPrometheus } from '../testing/prometheus';
import { registerColourModel, RECOGNISER } from '../testing/register-colour-model';
import { dashboardExpressions, dashboardVariables, metricsIn, selectorsIn, type Expression } from './expressions';

const PROMETHEUS = join(ROOT, 'tools', 'deploy', 'prometheus');
const DASHBOARDS = join(ROOT, 'tools', 'deploy', 'grafana', 'dashboards');
const dashboards = dashboardExpressions(DASHBOARDS);

interface RuleFile {
  readonly groups: readonly { readonly rules: readonly { readonly alert: string; readonly expr: string }[] }[];
}

describeWith('promtool')('the alerts', () => {
  const promtool = (...args: string[]): { status: number | null; output: string } => {
    const { status, stdout, stderr } = spawnSync(toolPath('promtool'), args, { cwd: PROMETHEUS, encoding: 'utf8' });
    return { status, output: stdout + stderr };
  };

  it('and the configuration are valid for Prometheus', () => {
    expect(promtool('check', 'rules', 'alerts.yml')).toMatchObject({ status: 0 });
    expect(promtool('check', 'config', '--syntax-only', 'prometheus.yml')).toMatchObject({ status: 0 });
  });

  it('fire for their condition, and for nothing else', () => {
    expect(promtool('test', 'rules', 'alerts.test.yml')).toMatchObject({ status: 0 });
  });
});

describeWith('prometheus', 'python')('a Prometheus beside the apps', () => {
  let deployed: DeployedEnvironment;
  let prometheus: TestPrometheus;
  const programs: AssembledProgram[] = [];
  /** In the order of their start: everything that was started is stopped, also if the rest failed to start. */
  const ends: (() => unknown)[] = [];
  let exported: Set<string>;
  let alerts: Expression[];

  beforeAll(async () => {
    deployed = await startDeployedEnvironment();
    ends.push(() => deployed.stop());
    let config = readFileSync(join(PROMETHEUS, 'prometheus.yml'), 'utf8');
    for (const app of ['ecommerce', 'console']) {
      const folder = new AssembledFolder(app, 'serve');
      ends.push(() => folder.remove());
      const port = await freePort();
      const environment = { ...deployed.environment, PORT: String(port) };
      const program = await startAssembled(folder.path, 'app/dist/main.js', environment);
      programs.push(program);
      ends.push(() => program.stop());
      if (app === 'ecommerce') await registerColourModel(folder.path, deployed);
      config = config.replace(`${app}:3000`, `127.0.0.1:${port}`);
    }
    const token = join(deployed.folder, 'metrics-token');
    prometheus = await startPrometheus(
      config
        .replaceAll('15s', '1s')
        .replace('/run/secrets/metrics-token', token)
        .replace(/^rule_files.*$/m, ''),
    );
    ends.push(() => prometheus.stop());
    const champion = `lintel_model_ready{model="${RECOGNISER}"} == 1`;
    await eventually(
      () => prometheus.query(champion),
      (found) => found.length > 0,
    );
    await eventually(
      () => prometheus.query('lintel_jobs_waiting'),
      (found) => found.length > 0,
    );
    const headers = { authorization: `Bearer ${deployed.metricsToken}` };
    const texts = await Promise.all(
      programs.map(async ({ url }) => (await fetch(`${url}/metrics`, { headers })).text()),
    );
    exported = new Set(texts.flatMap((text) => [...text.matchAll(/^# TYPE (\w+) /gm)].map(([, name]) => name!)));
    const rules = readFileSync(join(PROMETHEUS, 'alerts.yml'), 'utf8');
    alerts = checkDocuments<RuleFile>(rules).documents.flatMap(({ groups }) =>
      groups.flatMap((group) => group.rules.map(({ alert, expr }) => ({ where: alert, query: expr }))),
    );
  }, 300_000);
  afterAll(async () => {
    for (const end of ends.reverse()) await end();
  }, 60_000);

  it('scrapes every app with the token, and no one can without it', async () => {
    const up = await prometheus.query('up{job="lintel"} == 1');
    expect(up.map(({ metric }) => metric['app']).sort()).toEqual(['console', 'ecommerce']);
    for (const { url } of programs) expect((await fetch(`${url}/metrics`)).status).toBe(401);
  });

  it('has every metric that a dashboard or an alert uses', () => {
    const wanted = [...dashboards, ...alerts].flatMap((expression) =>
      metricsIn(expression).map((metric) => ({ metric, where: expression.where })),
    );
    expect(wanted.length).toBeGreaterThan(40);
    expect(wanted.filter(({ metric }) => metric !== 'up' && !exported.has(metric))).toEqual([]);
  });

  it('accepts every query', async () => {
    for (const { query } of [...dashboards, ...alerts]) await prometheus.query(query);
  });

  it('has every label that a query selects by, wherever there is a series', async () => {
    const chosen = [...dashboards, ...alerts].flatMap(selectorsIn).concat(dashboardVariables(DASHBOARDS));
    const missing: string[] = [];
    for (const { metric, label } of chosen) {
      const series = await prometheus.query(metric);
      if (series.length > 0 && !series.some((one) => label in one.metric)) missing.push(`${metric}{${label}}`);
    }
    expect(missing).toEqual([]);
  });

  it('shows data on the dashboards as soon as an app runs', async () => {
    const titles = ['Up', 'Ready', 'Memory', 'Event loop lag', 'Requests in flight', 'Stream reachable', 'Wait', 'Lag'];
    for (const title of titles) {
      const query = dashboards.find(({ where }) => where.endsWith(`: ${title}`))?.query ?? '';
      expect([
        title,
        (
          await eventually(
            () => prometheus.query(query),
            (found) => found.length > 0,
          )
        ).length > 0,
      ]).toEqual([title, true]);
    }
  });

  it('fires no alert while everything works', async () => {
    const raised: string[] = [];
    for (const { where, query } of alerts) if ((await prometheus.query(query)).length > 0) raised.push(where);
    expect(raised).toEqual([]);
  });
});
