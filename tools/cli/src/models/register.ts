import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import {
  describeFigure,
  headlinesOf,
  LintelError,
  MANIFEST_FILE,
  type GateReport,
  type ModelManifest,
  type ModelVersion,
  type RegisteredModel,
} from '@lintel/contracts';
import { loadModelDirectory, signManifest } from '@lintel/core-ml';
import { writeModelCard } from '@lintel/data';
import { type CommandContext } from '../command-context';
import { actor } from './actor';
import { bringPictures, locateForStore } from './bring-pictures';
import { judgeRegistered } from './judge-registered';
import { nextStep, promoteOrRequest } from './promote-or-request';
import { withRegistry, type OpenRegistry, type RegistryOptions } from './registry-place';
import { readTrainingPictures } from './training-pictures';

export interface RegisterOptions extends RegistryOptions {
  readonly model: string;
  readonly name: string;
  readonly title?: string;
  /** Folder of the pictures; false: they are not stored. Default: their folder when the model was trained. */
  readonly data?: string | false;
  readonly licence: string;
  readonly source?: string;
  readonly promote?: boolean;
  readonly reason?: string;
  readonly by?: string;
}

/**
 * Signs a model folder and takes it into the registry as a new version, with the pictures that it was trained on; with
 * `--promote` it answers where its gates pass, or where a person overrides them with a reason, and where the policy of
 * the model asks for two people, once another person approves it.
 */
export async function register(options: RegisterOptions, context: CommandContext): Promise<void> {
  const { model, name, promote = false, reason, data } = options;
  const { manifest, onnx } = await loadModelDirectory(model, { task: 'image-classification' });
  const list = data === false ? null : await readTrainingPictures(model);
  if (list === null && typeof data === 'string') throw unknownPictures(model);
  const pictures = list === null ? null : await locateForStore(list, data === false ? undefined : data);
  if (promote && pictures === null && !reason?.trim()) throw notJudged(model);
  const by = actor(options, context);
  await withRegistry(options, context, async (open) => {
    const { registry, signingKey } = open;
    const known = await declare(options, open);
    const datasetVersion =
      pictures === null
        ? null
        : await bringPictures(
            pictures,
            {
              modelName: name,
              name: basename(pictures.list.folder),
              licence: options.licence,
              source: options.source,
              by,
            },
            open,
            context,
          );
    const manifestBytes = await readFile(join(model, MANIFEST_FILE));
    const version = await registry.register({
      modelName: name,
      files: {
        manifest: manifestBytes,
        onnx: Buffer.from(onnx),
        signature: Buffer.from(signManifest(manifestBytes, await signingKey())),
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
    const gates = pictures === null ? null : await judgeRegistered(version, pictures, registry, context);
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
async function declare({ name, title }: RegisterOptions, { registry }: OpenRegistry): Promise<RegisteredModel> {
  const known = (await registry.models()).find((each) => each.name === name);
  if (known !== undefined && title === undefined) return known;
  const vertical = known?.vertical ?? name.split('.')[0] ?? name;
  return registry.declareModel({ name, vertical, title: title ?? name, gatePolicy: {}, loopPolicy: {} });
}

function figureOf(manifest: ModelManifest): string {
  const [main] = headlinesOf(manifest);
  if (main === undefined) return '';
  return `, ${describeFigure(main)} on its own test examples`;
}

function notJudged(model: string): LintelError {
  return new LintelError('GATES_REFUSED', {
    problem: 'The gates cannot judge this model: its test pictures are not known here.',
    expected: `${join(model, 'pictures.json')}, which \`lintel train\` writes, and the pictures that it names`,
    cure: 'Train the model again, or pass --reason to promote it anyway.',
  });
}

function unknownPictures(model: string): LintelError {
  return new LintelError('NOT_FOUND', {
    problem: `${model} does not record which pictures the model was trained on.`,
    expected: 'pictures.json in the model folder, which `lintel train` writes',
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
