import { addPublishedBackbone, backboneFolder } from '@lintel/backbones';
import { type LintelError } from '@lintel/contracts';
import { BackboneStore } from '@lintel/core-ml';
import { type Steps } from './steps';

/**
 * Adds a pretrained network if it is missing. If it can't be added, prints what is missing and how to add it later.
 * @param app name of the app whose first model stands on it
 * @returns whether it is there
 */
export async function tryAddBackbone(name: string, app: string, steps: Steps, signal: AbortSignal): Promise<boolean> {
  const environment = process.env;
  if (await new BackboneStore(backboneFolder(environment)).has(name)) return true;
  try {
    await steps.step(
      'backbone',
      `adding ${name}`,
      (progress) =>
        addPublishedBackbone(name, {
          environment,
          signal,
          log: (line) => progress(line),
          onDownload: (share) => progress(`downloading ${name}, ${Math.floor(100 * share)} %`),
        }),
      () => `${name} added`,
    );
    return true;
  } catch (error) {
    if (signal.aborted) throw error;
    steps.say(`\n${(error as LintelError).message}\n`);
    steps.say(`  The first model of ${app} is trained on its example pictures instead, which it needs the engine for.`);
    steps.say(`  \`npx lintel backbone add ${name}\` adds the network later; the next training then starts from it.\n`);
    return false;
  }
}
