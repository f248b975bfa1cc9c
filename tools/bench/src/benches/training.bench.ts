import { join } from 'node:path';
import { computesInBfloat16 } from '@lintel/core-ml/training';
import { type Bench, type Group, type PreparedBench } from '../bench';
import { ChildContender } from './training/child-contender';
import { peersPython } from './training/python-peers';

const EXAMPLES = 2000;
const ROOT = join(__dirname, '../../../..');
const SOURCES = ['--conditions=@lintel/source', '--require', join(ROOT, 'typescript-register.cjs')];
/** LINTEL_BENCH_MODELS=two-conv,lstm measures only these. */
const MODELS = (process.env['LINTEL_BENCH_MODELS'] ?? 'two-conv,three-conv,resnet-20,lstm').split(',');

/**
 * Every contender is a process of its own that waits while another one runs; each trains whole epochs of 2,000
 * examples.
 */
export const bench: Bench = {
  about: 'training, ours (compiled, eager) beside PyTorch and Keras: two-conv, three-conv, ResNet-20, LSTM',
  unit: 'examples',
  async prepare(): Promise<PreparedBench> {
    const python = await peersPython();
    const started: ChildContender[] = [];
    const start = async (command: string, args: readonly string[]) => {
      const contender = await ChildContender.start(command, args, EXAMPLES);
      started.push(contender);
      return contender;
    };
    const ours = (model: string, mode: string) =>
      start(process.execPath, [...SOURCES, join(__dirname, 'training/our-contender.ts'), model, mode]);
    const peer = (program: string, ...args: string[]) => start(python, [join(__dirname, 'training', program), ...args]);

    const isLower = computesInBfloat16();
    if (!isLower) console.error('this processor has no bfloat16 arithmetic: those contenders are skipped');
    const groups: Group[] = [];
    for (const model of MODELS) {
      const full = {
        compiled: await ours(model, 'compiled'),
        pytorch: await peer('torch_peer.py', model, 'float32', 'eager'),
        'pytorch-compile': await peer('torch_peer.py', model, 'float32', 'compile'),
        keras: await peer('keras_peer.py', model, 'float32', '1'),
        'keras-steps-per-execution': await peer('keras_peer.py', model, 'float32', '8'),
        eager: await ours(model, 'eager'),
      };
      groups.push({ name: model, contenders: full });
      if (!isLower) continue;
      const lowered = {
        'compiled-bf16': await ours(model, 'compiled-bf16'),
        'pytorch-bf16': await peer('torch_peer.py', model, 'bfloat16', 'eager'),
        'keras-bf16': await peer('keras_peer.py', model, 'bfloat16', '1'),
      };
      groups.push({ name: model, contenders: lowered });
    }
    return {
      groups,
      close() {
        for (const contender of started) contender.stop();
        return Promise.resolve();
      },
    };
  },
};
