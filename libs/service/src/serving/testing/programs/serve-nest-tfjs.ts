/**
 * The baseline for serve-model.ts: the same model in a simple NestJS handler, on tfjs-node in the same process. Uses
 * the JSON of the Open Inference Protocol. Prints its URL, and serves until it is stopped.
 */
import 'reflect-metadata';
import { loadTensorFlow } from '@lintel/core-ml/training';
import { Body, Controller, HttpCode, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { denseClassifier } from './dense-classifier';
import { untilStopped } from './until-stopped';

const tf = loadTensorFlow();
const model = denseClassifier();

interface InferBody {
  readonly inputs: readonly { readonly shape: number[]; readonly data: number[] }[];
}

@Controller()
class InferController {
  @Post('v2/models/:name/infer')
  @HttpCode(200)
  async infer(@Body() { inputs }: InferBody) {
    const { data, shape } = inputs[0]!;
    const output = tf.tidy(() => model.predict(tf.tensor(data, shape)) as ReturnType<typeof tf.tensor>);
    const values = await output.data();
    output.dispose();
    return { outputs: [{ name: 'probabilities', datatype: 'FP32', shape: output.shape, data: Array.from(values) }] };
  }
}

@Module({ controllers: [InferController] })
class InferModule {}

async function main(): Promise<void> {
  const stopped = untilStopped();
  const app = await NestFactory.create(InferModule, { logger: ['error', 'warn'], abortOnError: false });
  await app.listen(0, '127.0.0.1');
  const { port } = (app.getHttpServer() as Server).address() as AddressInfo;
  console.log(`http://127.0.0.1:${port}`);
  await stopped;
  await app.close();
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
