import { LintelError, type ManifestOf, type ModelManifest, type TaskId, type TensorSpec } from '@lintel/contracts';
import { type Cell, servedTask } from '@lintel/core-ml';
import { Controller, Get, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Request, type Response } from 'express';
import { Public, RequirePermission } from '../access/access-rule';
import { NotAudited } from '../audit/audited';
import { callerSignal } from '../http/caller-signal';
import { correlationId } from '../http/request-context';
import { readBody } from '../http/read-body';
import { HealthChecks } from '../health/health-checks';
import { type Limits } from '../limits/limits-config';
import { LIMITS } from '../limits/rate-limits';
import { ApiProblem } from '../openapi/api-problem';
import { InferenceBody } from './inference-body';
import { DATATYPES, readInferenceRequest } from './inference-request';
import { writeInferenceResponse } from './inference-response';
import { type AnyServedModel, type ServedModel } from './served-model';
import { ServedModels } from './served-models';

const HEADER_LENGTH = 'inference-header-content-length';

/** The Open Inference Protocol v2, so that clients of KServe, Triton and others work unchanged. */
@ApiTags('inference')
@ApiProblem()
@Controller('v2')
export class InferenceController {
  constructor(
    private readonly models: ServedModels,
    private readonly checks: HealthChecks,
    @Inject(LIMITS) private readonly limits: Limits,
  ) {}

  @Get()
  @Public()
  @ApiOperation({ summary: 'Server metadata' })
  server() {
    return { name: 'lintel', version: '1', extensions: ['binary_tensor_data'] };
  }

  @Get('health/live')
  @Public()
  @ApiOperation({ summary: 'Server liveness' })
  live() {
    return { live: true };
  }

  @Get('health/ready')
  @Public()
  @ApiOperation({ summary: 'Server readiness' })
  async ready(@Res({ passthrough: true }) response: Response) {
    const { ready } = await this.checks.run();
    if (!ready) response.status(503);
    return { ready };
  }

  @Get(['models/:name', 'models/:name/versions/:version'])
  @RequirePermission('models:read')
  @ApiOperation({ summary: 'Inputs and outputs of a model' })
  metadata(@Param('name') name: string, @Param('version') version?: string) {
    const model = this.find(name, version);
    const { number, manifest } = model.current();
    return {
      name: model.name,
      versions: [String(number)],
      platform: 'onnx',
      ...describeInputs(manifest),
      outputs: manifest.onnx.outputs.map(describeTensor),
    };
  }

  @Get(['models/:name/ready', 'models/:name/versions/:version/ready'])
  @RequirePermission('models:read')
  @ApiOperation({ summary: 'Model readiness' })
  modelReady(
    @Param('name') name: string,
    @Res({ passthrough: true }) response: Response,
    @Param('version') version?: string,
  ) {
    const { ready } = this.models.get(name).readiness();
    if (!ready) response.status(503);
    // Waiting does not help: a version that is not the champion does not become ready.
    else this.find(name, version);
    return { name, ready };
  }

  @Post(['models/:name/infer', 'models/:name/versions/:version/infer'])
  @RequirePermission('predictions:make')
  @HttpCode(200)
  @NotAudited('machines send hundreds of these requests a second, and their content is not stored')
  @ApiOperation({ summary: 'Run inference on a batch of tensors' })
  @InferenceBody()
  async infer(
    @Req() request: Request,
    @Res() response: Response,
    @Param('name') name: string,
    @Param('version') version?: string,
  ): Promise<void> {
    const model = this.find(name, version);
    const { manifest } = model.current();
    const { onnx } = manifest;
    const columns = columnsOf(manifest);
    const body = await readBody(request, this.limits.MAX_INFERENCE_BYTES);
    const asked = readInferenceRequest(body, request.header(HEADER_LENGTH), onnx, columns);
    const key = asked.id ?? correlationId();
    const named = onnx.outputs.filter(({ name: output }) => asked.outputs.some((each) => each.name === output));
    const also = named.filter(({ onRequest }) => onRequest).map(({ meaning }) => meaning);
    const options = { key, signal: callerSignal(response), also };
    const answer = await (asked.batch === null
      ? inferRows(model as unknown as ServedModel, asked.rows, options)
      : model.server.infer(asked.batch, asked.size, options));
    const described = { name: model.name, version: model.numberOf(answer.version.id), onnx };
    const { headerLength, body: written } = writeInferenceResponse(asked, answer.outputs, described);
    if (headerLength !== undefined) response.setHeader(HEADER_LENGTH, String(headerLength));
    response.type(headerLength === undefined ? 'application/json' : 'application/octet-stream').send(written);
  }

  /** @throws LintelError NOT_FOUND, MODEL_NOT_READY */
  private find(name: string, version: string | undefined): AnyServedModel {
    const model = this.models.get(name);
    const { number } = model.current();
    if (version === undefined || version === String(number)) return model;
    throw new LintelError('NOT_FOUND', {
      problem: `Version ${version} of ${name} is not served.`,
      expected: `version ${number}, the champion`,
      received: version,
      cure: 'Leave the version out, or promote that one.',
    });
  }
}

/** The columns that examples of the model may have instead of tensors; empty if it takes none. */
const columnsOf = <Id extends TaskId>(manifest: ManifestOf<Id>): readonly string[] =>
  servedTask<Id>(manifest.task).columns?.names(manifest) ?? [];

/** @throws LintelError of the first row that can't be read */
function inferRows<Id extends TaskId>(
  { server }: ServedModel<Id>,
  rows: readonly Readonly<Record<string, Cell>>[],
  options: Parameters<ServedModel<Id>['server']['inferInputs']>[1],
) {
  const columns = servedTask(server.task).columns!;
  return server.inferInputs(
    rows.map((row) => columns.inputOf(row)),
    options,
  );
}

/** What examples are sent as: columns if the model takes them, and then the graph's own inputs beside them. */
function describeInputs(manifest: ModelManifest) {
  const tensors = manifest.onnx.inputs.map(describeTensor);
  const columns = columnsOf(manifest);
  if (columns.length === 0) return { inputs: tensors };
  return { inputs: columns.map((name) => ({ name, datatype: 'BYTES', shape: [-1] })), tensors };
}

const describeTensor = ({ name, dtype, shape }: TensorSpec) => ({
  name,
  datatype: DATATYPES[dtype],
  shape: [-1, ...shape],
});
