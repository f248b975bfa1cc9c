import { MAX_PICTURE_BYTES, MAX_PICTURES_PER_REQUEST } from '@lintel/ecommerce-contract';
import { ApiProblem, Audited, callerSignal, noteAudit, readUploads, RequirePermission } from '@lintel/service';
import {
  Controller,
  Delete,
  Get,
  Header,
  HttpCode,
  Param,
  Post,
  Query,
  Req,
  Res,
  StreamableFile,
} from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Request, type Response } from 'express';
import { ZodResponse } from 'nestjs-zod';
import { ofRecognition } from './of-recognition';
import { RecogniseService } from './recognise.service';
import { RecognitionHeat } from './recognition-heat';
import { RecognitionHistory } from './recognition-history';
import { RecognitionList } from './recognition-list';
import {
  HeatMapDto,
  RecogniseResponseDto,
  RecognitionDto,
  RecognitionIdDto,
  RecognitionIdsQueryDto,
  RecognitionListDto,
  RecognitionPageDto,
  RecognitionQueryDto,
} from './recognition.dto';
import { RequestSubject, SUBJECT_FIELD } from './request-subject';

const FIELD = 'pictures';
const PICTURES = { type: 'array', items: { type: 'string', format: 'binary' }, maxItems: MAX_PICTURES_PER_REQUEST };
const SUBJECT = {
  type: 'string',
  maxLength: 200,
  description: 'The subject of the pictures, as the shop identifies them.',
};

const RECOGNITION = { subject: ofRecognition };

@ApiTags('recognitions')
@ApiProblem()
@Controller('v1/recognitions')
export class RecognitionController {
  constructor(
    private readonly recognition: RecogniseService,
    private readonly history: RecognitionHistory,
    private readonly list: RecognitionList,
    private readonly heat: RecognitionHeat,
  ) {}

  @Post()
  @RequirePermission('predictions:make')
  @Audited('recognition.made')
  @ApiOperation({ summary: 'Recognise the products in 1 to 16 pictures and keep the answers in the history' })
  @ApiConsumes('multipart/form-data')
  @ApiBody({
    schema: { type: 'object', required: [FIELD], properties: { [FIELD]: PICTURES, [SUBJECT_FIELD]: SUBJECT } },
  })
  @ZodResponse({ status: 201, type: RecogniseResponseDto, description: 'At least one picture was recognised.' })
  async recognise(@Req() request: Request, @Res({ passthrough: true }) response: Response) {
    const subject = new RequestSubject(request);
    const limits = { field: FIELD, maxFiles: MAX_PICTURES_PER_REQUEST, maxFileBytes: MAX_PICTURE_BYTES };
    const uploads = readUploads(request, { ...limits, onField: (name, value) => subject.takeField(name, value) });
    const answer = await this.recognition.recognise(uploads, () => subject.id(), callerSignal(response));
    noteAudit({ details: { pictures: answer.outcomes.length } });
    return answer;
  }

  @Get()
  @RequirePermission('predictions:read')
  @Audited('recognitions.listed')
  @ApiOperation({ summary: 'The history, newest first' })
  @ZodResponse({ type: RecognitionPageDto })
  page(@Query() query: RecognitionQueryDto) {
    return this.list.page(query);
  }

  @Get('by-id')
  @RequirePermission('predictions:read')
  @Audited('recognitions.listed')
  @ApiOperation({ summary: 'Up to 100 recognitions by their ids; deleted ones are omitted' })
  @ZodResponse({ type: RecognitionListDto })
  async byId(@Query() { ids }: RecognitionIdsQueryDto) {
    return { items: await this.list.byId(ids) };
  }

  @Get(':id')
  @RequirePermission('predictions:read')
  @Audited('recognition.viewed', RECOGNITION)
  @ApiOperation({ summary: 'One recognition' })
  @ZodResponse({ type: RecognitionDto })
  one(@Param() { id }: RecognitionIdDto) {
    return this.history.get(id);
  }

  @Get(':id/thumbnail')
  @RequirePermission('predictions:read')
  @Audited('recognition.viewed', RECOGNITION)
  @ApiOperation({ summary: 'The picture, at most 256 pixels wide and high' })
  @ApiOkResponse({ content: { 'image/webp': { schema: { type: 'string', format: 'binary' } } } })
  @Header('cache-control', 'private, max-age=86400')
  // The console shows it beside the answers of two versions. A page of another site gets a 401: the session cookie is
  // SameSite=Lax. `same-site` would not do, because no two ports of an IP address are one site to it.
  @Header('cross-origin-resource-policy', 'cross-origin')
  async thumbnail(@Param() { id }: RecognitionIdDto) {
    return new StreamableFile(await this.history.thumbnail(id), { type: 'image/webp' });
  }

  @Get(':id/heat-map')
  @RequirePermission('predictions:read')
  @Audited('recognition.viewed', RECOGNITION)
  @ApiOperation({ summary: 'Where the model looked: the picture, redder where it speaks for the answer' })
  @Header('cache-control', 'no-store')
  @ZodResponse({ type: HeatMapDto })
  heatMap(@Param() { id }: RecognitionIdDto, @Res({ passthrough: true }) response: Response) {
    return this.heat.draw(id, callerSignal(response));
  }

  @Delete(':id')
  @RequirePermission('predictions:delete')
  @HttpCode(204)
  @Audited('recognition.deleted', RECOGNITION)
  @ApiOperation({ summary: 'Move a recognition to the bin, from which it can be restored for 30 days' })
  async delete(@Param() { id }: RecognitionIdDto) {
    await this.history.delete(id);
  }

  @Post(':id/restore')
  @RequirePermission('predictions:delete')
  @Audited('recognition.restored', RECOGNITION)
  @ApiOperation({ summary: 'Restore a recognition from the bin' })
  @ZodResponse({ status: 200, type: RecognitionDto })
  restore(@Param() { id }: RecognitionIdDto) {
    return this.history.restore(id);
  }
}
