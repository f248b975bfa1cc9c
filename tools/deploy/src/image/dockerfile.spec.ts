import { SERVING_ENVIRONMENT } from '@lintel/core-ml';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../testing/assembled-folder';
import { CONTAINER_UID } from '../testing/assembled-program';
import { describeWith, toolPath } from '../testing/describe-with';

const FILE = join(ROOT, 'tools', 'deploy', 'Dockerfile');
const text = readFileSync(FILE, 'utf8');
const stages = text.split(/^FROM /m).slice(1);
const stage = (name: string): string => stages.find((one) => new RegExp(`^\\S+ AS ${name}$`, 'm').test(one)) ?? '';

describeWith('hadolint')('the Dockerfile', () => {
  it('passes its linter, with each exception beside the line it is for', () => {
    const { status, stdout } = spawnSync(toolPath('hadolint'), ['--failure-threshold', 'style', FILE], {
      encoding: 'utf8',
    });
    expect([stdout, status]).toEqual(['', 0]);
  });
});

describe('the images', () => {
  it('start from a version of Node.js that the workspace supports, with an immutable tag', () => {
    const { engines } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { engines: { node: string } };
    const [, major, minor] = /^>=(\d+)\.(\d+)/.exec(engines.node)!.map(Number);
    const [, ours, ourMinor] = /^ARG NODE_VERSION=(\d+)\.(\d+)\.\d+$/m.exec(text)!.map(Number);
    expect(ours! * 1_000 + ourMinor!).toBeGreaterThanOrEqual(major! * 1_000 + minor!);
    const bases = [...text.matchAll(/^FROM (\S+)/gm)].map(([, base]) => base!);
    const own = ['build', 'runtime'];
    expect(bases.filter((base) => !own.includes(base) && base !== 'node:${NODE_VERSION}-bookworm-slim')).toEqual([]);
  });

  it('run as one user without a login', () => {
    expect(stage('runtime')).toMatch(new RegExp(`^USER ${CONTAINER_UID}:${CONTAINER_UID}$`, 'm'));
    for (const name of ['serve', 'train']) {
      expect(stage(name)).toMatch(/^runtime AS/);
      expect(stage(name)).not.toMatch(/^USER/m);
    }
  });

  it('of the role serve have the settings that a server needs', () => {
    for (const [name, value] of Object.entries(SERVING_ENVIRONMENT))
      expect(stage('serve')).toContain(`${name}=${value}`);
  });

  it('hold the assembled folder, and nothing of the build', () => {
    for (const name of ['serve', 'train']) {
      const copied = [...stage(name).matchAll(/^COPY (.*)$/gm)].map(([, what]) => what);
      expect(copied).toEqual([`--from=assemble-${name} /out /app`]);
    }
  });
});
