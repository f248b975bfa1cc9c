import { backboneFolder } from '@lintel/backbones';
import { BackboneStore } from '@lintel/core-ml';
import { type CommandContext } from '../command-context';

/** Removes a network from this machine. */
export async function removeBackbone(name: string, { terminal, environment }: CommandContext): Promise<void> {
  await new BackboneStore(backboneFolder(environment)).remove(name);
  terminal.result({ command: 'backbone remove', name }, `Removed ${name}.`);
}
