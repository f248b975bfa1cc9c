import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  describeFigure,
  headlinesOf,
  LintelError,
  MANIFEST_FILE,
  type GateReport,
  type ModelManifest,
  type ModelVersion,
  type RegisteredModel,
  type TaskId,
} from '@lintel/contracts';
import { loadModelDirectory, signManifest } from '@lintel/core-ml';
import { writeModelCard } from '@lintel/data';
import { type CommandContext } from '../command-context';
import { commandsOf } from '../tasks/tasks';
import { actor } from './actor';
import { nextStep, promoteOrRequest } from './promote-or-request';
import { withRegistry, type OpenRegistry, type RegistryOptions } from './registry-place';

export interface RegisterOptions extends RegistryOptions {
  readonly model: string;
  readonly name: string;
  readonly title?: string;
  /** Folder of the pictures, or file of the table; false: it is not stored. Default: where it was in the training. */
  readonly data?: string | false;
  readonly licence: string;
  readonly source?: string;
  readonly promote?: boolean;
  readonly reason?: string;
  readonly by?: string;
}

/**
 * Signs a model folder and takes it into the registry as a new version, with the examples that it was trained on; with
 * `--promote` it answers where its gates pass, or where a person overrides them with a reason, and where the policy of
 * the model asks for two people, once another person approves it.
 */
export async function register(options: RegisterOptions, context: CommandContext): Promise<void> {
  const { model, name, promote = false, reason, data } = options;
  const { manifest, onnx, sideFiles } = await loadModelDirectory(model);
  const found = data === false ? null : await commandsOf(manifest.task).load().findTrainingData(model, manifest, data);
  if (found === null && typeof data === 'string') throw unknownData(model, manifest.task);
  const canJudge = found?.hasTestPart === true;
  if (promote && !canJudge && !reason?.trim()) throw notJudged(model, manifest.task, found !== null);
  const by = actor(options, context);
  await withRegistry(options, context, async (open) => {
    const { registry, signingKey } = open;
    const known = await declare(options, manifest.task, open);
    const about = { modelName: name, licence: options.licence, source: options.source, by };
    const datasetVersion = found === null ? null : await found.bring(about, open, context);
    const manifestBytes = await readFile(join(model, MANIFEST_FILE));
    const version = await registry.register({
      modelName: name,
      files: {
        manifest: manifestBytes,
        onnx: Buffer.from(onnx),
        signature: Buffer.from(signManifest(manifestBytes, await signingKey())),
        sideFiles: new Map([...sideFiles].map(([file, bytes]) => [file, Buffer.from(bytes)])),
      },
      datasetVersionId: datasetVersion?.id ?? null,
      jobId: null,
      modelCard: writeModelCard({
        title: known.title,
        modelName: name,
        manifest,
        datasetVersion,
        gateReport: null,
        intendedUse: `Registered by ${by} from the command line.`,
        limits: [],
      }),
      createdBy: by,
    });
    const gates = canJudge ? await found.judge(version, open, context) : null;
    const answer = {
      command: 'models register',
      name,
      id: version.id,
      number: version.number,
      datasetVersionId: datasetVersion?.id ?? null,
      gatesPassed: gates?.passed ?? null,
    };
    const done = `${name}: version ${version.number} (${version.id})`;
    if (!promote) {
      context.terminal.result({ ...answer, promoted: false, approvalId: null, replaced: null }, done);
      return;
    }
    if (gates?.passed !== true && !reason?.trim()) throw refused(version, gates);
    const replaces = known.champion;
    const replaced = replaces === null ? null : (await registry.version(replaces.versionId)).manifest;
    const override = gates?.passed !== true;
    const approval = await promoteOrRequest(open, name, version.id, { by, override, reason });
    if (approval !== null) {
      context.terminal.result(
        { ...answer, promoted: false, approvalId: approval.id, replaced: null },
        `${done} is registered. ${nextStep(approval)}`,
      );
      return;
    }
    const inPlaceOf =
      replaces === null || replaced === null
        ? 'the first champion'
        : `replacing version ${replaces.number} (${replaced.name}${figureOf(replaced)})`;
    context.terminal.result(
      { ...answer, promoted: true, approvalId: null, replaced: replaces?.number ?? null },
      `${done} is the champion now, ${inPlaceOf}${override ? '; its gates were overridden' : ''}`,
    );
  });
}

/** A known model keeps its policies, and its title unless a new one is given. */
async function declare(
  { name, title }: RegisterOptions,
  task: TaskId,
  { registry }: OpenRegistry,
): Promise<RegisteredModel> {
  const known = (await registry.models()).find((each) => each.name === name);
  if (known !== undefined && title === undefined) return known;
  const vertical = known?.vertical ?? name.split('.')[0] ?? name;
  return registry.declareModel({ name, vertical, title: title ?? name, task, gatePolicy: {}, loopPolicy: {} });
}

function figureOf(manifest: ModelManifest): string {
  const [main] = headlinesOf(manifest);
  if (main === undefined) return '';
  return `, ${describeFigure(main)} on its own test examples`;
}

function notJudged(model: string, task: TaskId, hasData: boolean): LintelError {
  if (hasData) {
    return new LintelError('GATES_REFUSED', {
      problem: 'The gates cannot judge this model: it was fitted to every row of its table.',
      expected: 'a model that was trained with --test',
      received: 'a model without a test part',
      cure: 'Train the model again with --test 0.2, or pass --reason to promote it anyway.',
    });
  }
  const { record, examples } = commandsOf(task);
  return new LintelError('GATES_REFUSED', {
    problem: `The gates cannot judge this model: its test ${examples} are not known here.`,
    ...(record === null
      ? {}
      : { expected: `${join(model, record)}, which \`lintel train\` writes, and the data that it names` }),
    cure: 'Train the model again, or pass --reason to promote it anyway.',
  });
}

function unknownData(model: string, task: TaskId): LintelError {
  const { record } = commandsOf(task);
  return new LintelError('NOT_FOUND', {
    problem: `${model} does not record what the model was trained on.`,
    expected:
      record === null
        ? `a model of another task; of ${task}, the registry stores no data`
        : `${record} in the model folder, which \`lintel train\` writes`,
    cure: 'Train the model again, or register it without --data.',
  });
}

function refused({ number, modelName }: ModelVersion, gates: GateReport | null): LintelError {
  const reasons = gates?.gates.filter(({ passed }) => !passed).map(({ reason }) => reason) ?? [];
  return new LintelError('GATES_REFUSED', {
    problem: `Version ${number} is registered but not promoted: the gates refuse it. ${reasons.join(' ')}`,
    cure: `To promote it anyway: lintel models promote --name ${modelName} --version ${number} --override --reason '…'`,
  });
}
