import { ApiProblem, Audited, noteAudit, RequirePermission } from '@lintel/service';
import { Controller, Delete, Get, Header, HttpCode, Param, Query, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ZodResponse } from 'nestjs-zod';
import { ofRecognition } from './of-recognition';
import { RecognitionBin } from './recognition-bin';
import { BinEmptiedDto, BinPageDto, BinQueryDto, RecognitionIdDto } from './recognition.dto';

/** People who may delete can list what was deleted, restore it, or remove it permanently. */
@ApiTags('recognitions')
@ApiProblem()
@RequirePermission('predictions:delete')
@Controller('v1/recognitions/bin')
export class BinController {
  constructor(private readonly bin: RecognitionBin) {}

  @Get()
  @Audited('recognitions.bin-listed')
  @ApiOperation({ summary: 'Deleted recognitions, the last deleted first; each is removed permanently after 30 days' })
  @ZodResponse({ type: BinPageDto })
  page(@Query() query: BinQueryDto) {
    return this.bin.page(query);
  }

  @Get(':id/thumbnail')
  @Audited('recognition.viewed', { subject: ofRecognition })
  @ApiOperation({ summary: 'The picture of a deleted recognition, at most 256 pixels wide and high' })
  @ApiOkResponse({ content: { 'image/webp': { schema: { type: 'string', format: 'binary' } } } })
  @Header('cache-control', 'no-store')
  async thumbnail(@Param() { id }: RecognitionIdDto) {
    return new StreamableFile(await this.bin.thumbnail(id), { type: 'image/webp' });
  }

  @Delete(':id')
  @HttpCode(204)
  @Audited('recognition.removed', { subject: ofRecognition })
  @ApiOperation({ summary: 'Remove a deleted recognition permanently' })
  async remove(@Param() { id }: RecognitionIdDto) {
    await this.bin.remove(id);
  }

  @Delete()
  @Audited('recognitions.bin-emptied')
  @ApiOperation({ summary: 'Remove all deleted recognitions permanently' })
  @ZodResponse({ type: BinEmptiedDto })
  async empty() {
    const removed = await this.bin.empty();
    noteAudit({ details: { removed } });
    return { removed };
  }
}
