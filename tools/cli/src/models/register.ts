import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadModelDirectory, MANIFEST_FILE, signManifest } from '@lintel/core-ml';
import { writeModelCard } from '@lintel/data';
import { type CommandContext } from '../command-context';
import { withRegistry, type RegistryOptions } from './registry-place';
import { actor } from './actor';

export interface RegisterOptions extends RegistryOptions {
  readonly model: string;
  readonly name: string;
  readonly title?: string;
  readonly promote?: boolean;
  readonly reason?: string;
  readonly by?: string;
}

/** Signs a model folder and takes it into the registry, as a new version; with `--promote` it answers at once. */
export async function register(options: RegisterOptions, context: CommandContext): Promise<void> {
  const { model, name, promote = false, reason = 'Registered by hand.' } = options;
  const { manifest, onnx } = await loadModelDirectory(model);
  const by = actor(options, context);
  await withRegistry(options, context, async ({ registry, audited, signingKey }) => {
    const title = options.title ?? name;
    // Policies of a model that is known already stay as they are.
    await registry.declareModel({ name, vertical: name.split('.')[0] ?? name, title, gatePolicy: {}, loopPolicy: {} });
    const manifestBytes = await readFile(join(model, MANIFEST_FILE));
    const version = await registry.register({
      modelName: name,
      files: {
        manifest: manifestBytes,
        onnx: Buffer.from(onnx),
        signature: Buffer.from(signManifest(manifestBytes, await signingKey())),
      },
      datasetVersionId: null,
      jobId: null,
      modelCard: writeModelCard({
        title,
        modelName: name,
        manifest,
        datasetVersion: null,
        gateReport: null,
        intendedUse: 'Registered by hand; whoever did it knows for what.',
        limits: [],
      }),
      createdBy: by,
    });
    // A model from elsewhere has met no gate here: the person answers for it.
    if (promote) {
      await audited('model.promoted', by, (transaction) =>
        registry.promote(name, version.id, { by, override: true, reason }, transaction),
      );
    }
    context.terminal.result(
      { command: 'models register', name, id: version.id, number: version.number, promoted: promote },
      `${name}: version ${version.number}${promote ? ', which answers now' : ''} (${version.id})`,
    );
  });
}
