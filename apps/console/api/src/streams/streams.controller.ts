import {
  deadLetterListSchema,
  deadLetterQuerySchema,
  replaySchema,
  settledSchema,
  streamOverviewResponseSchema,
} from '@lintel/console-contract';
import { deadLetterSchema } from '@lintel/contracts';
import { RecordSeal } from '@lintel/data';
import {
  summariseDeadLetter,
  viewDeadLetter,
  discardDeadLetter,
  discardDeadLetters,
  listDeadLetters,
  openLetter,
  replayDeadLetter,
  replayDeadLetters,
  showDeadLetter,
  streamOverview,
  type EventStream,
} from '@lintel/streams';
import {
  ApiProblem,
  Audited,
  currentIdentity,
  noteAudit,
  ofParam,
  permittedVerticals,
  RequirePermission,
} from '@lintel/service';
import { Body, Controller, Get, HttpCode, Inject, Logger, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { z } from 'zod';
import { ofGroup } from '../access/places';
import { overviewWithin } from './overview-within';

export const STREAM = Symbol('console.stream');

class StreamOverviewDto extends createZodDto(streamOverviewResponseSchema) {}
class DeadLetterQueryDto extends createZodDto(deadLetterQuerySchema) {}
class DeadLetterListDto extends createZodDto(deadLetterListSchema) {}
class DeadLetterDto extends createZodDto(deadLetterSchema) {}
class ReplayDto extends createZodDto(replaySchema) {}
class SettledDto extends createZodDto(settledSchema) {}
class GroupDto extends createZodDto(z.object({ group: z.string().min(1).max(200) })) {}
class LetterDto extends createZodDto(
  z.object({ group: z.string().min(1).max(200), offset: z.coerce.number().int().min(0) }),
) {}

const LETTER = { subject: ofParam('dead-letter', 'group', 'offset') };

@ApiTags('streams')
@ApiProblem()
@Controller('v1')
export class StreamsController {
  private readonly logger = new Logger('dead letters');

  constructor(
    @Inject(STREAM) private readonly stream: EventStream,
    private readonly seal: RecordSeal,
  ) {}

  @Get('stream-overview')
  @RequirePermission('streams:read', 'anywhere')
  @ApiOperation({ summary: 'Topics, groups, lag and dead letters of the apps that the caller can see' })
  @ZodResponse({ type: StreamOverviewDto })
  async overview() {
    return overviewWithin(await streamOverview(this.stream), permittedVerticals('streams:read'));
  }

  @Get('dead-letters')
  @RequirePermission('streams:read', ofGroup)
  @ApiOperation({ summary: 'Dead letters of a group, oldest first' })
  @ZodResponse({ type: DeadLetterListDto })
  async list(@Query() { group, all, limit }: DeadLetterQueryDto) {
    const letters = await listDeadLetters(this.stream, group, { limit, waitingOnly: !all });
    const opened = await Promise.all(letters.map((letter) => openLetter(this.seal, group, letter)));
    return { items: opened.map(summariseDeadLetter) };
  }

  @Get('dead-letters/:group/:offset')
  @RequirePermission('streams:read', ofGroup)
  @Audited('dead-letter.viewed', LETTER)
  @ApiOperation({ summary: 'One dead letter with its payload, headers and cause' })
  @ZodResponse({ type: DeadLetterDto })
  async one(@Param() { group, offset }: LetterDto) {
    return viewDeadLetter(await openLetter(this.seal, group, await showDeadLetter(this.stream, group, offset)));
  }

  @Post('dead-letters/:group/replay-all')
  @RequirePermission('streams:settle', ofGroup)
  @HttpCode(200)
  @Audited('dead-letters.replayed', { subject: ofParam('consumer-group', 'group') })
  @ApiOperation({ summary: 'Send all waiting dead letters back to their group' })
  @ZodResponse({ status: 200, type: SettledDto })
  async replayAll(@Param() { group }: GroupDto) {
    const { replayed, left } = await replayDeadLetters(this.stream, group);
    this.logger.log({ message: 'replayed', group, replayed, by: currentIdentity().name });
    return { replayed, discarded: 0, left };
  }

  @Post('dead-letters/:group/discard-all')
  @RequirePermission('streams:settle', ofGroup)
  @HttpCode(200)
  @Audited('dead-letters.discarded', { subject: ofParam('consumer-group', 'group') })
  @ApiOperation({ summary: 'Discard all waiting dead letters' })
  @ZodResponse({ status: 200, type: SettledDto })
  async discardAll(@Param() { group }: GroupDto) {
    const discarded = await discardDeadLetters(this.stream, group);
    this.logger.log({ message: 'discarded', group, discarded, by: currentIdentity().name });
    return { replayed: 0, discarded, left: 0 };
  }

  @Post('dead-letters/:group/:offset/replay')
  @RequirePermission('streams:settle', ofGroup)
  @HttpCode(200)
  @Audited('dead-letter.replayed', LETTER)
  @ApiOperation({ summary: 'Send one dead letter back to its group, unchanged or edited' })
  @ZodResponse({ status: 200, type: SettledDto })
  async replay(@Param() { group, offset }: LetterDto, @Body() { value }: ReplayDto) {
    noteAudit({ details: { edited: value !== undefined } });
    const edit = value === undefined ? {} : { value: Buffer.from(value), editedBy: currentIdentity().name };
    await replayDeadLetter(this.stream, group, offset, { ...edit, seal: this.seal });
    this.logger.log({ message: 'replayed', group, offset, by: currentIdentity().name, edited: value !== undefined });
    return { replayed: 1, discarded: 0, left: 0 };
  }

  @Post('dead-letters/:group/:offset/discard')
  @RequirePermission('streams:settle', ofGroup)
  @HttpCode(200)
  @Audited('dead-letter.discarded', LETTER)
  @ApiOperation({ summary: 'Discard one dead letter' })
  @ZodResponse({ status: 200, type: SettledDto })
  async discard(@Param() { group, offset }: LetterDto) {
    await discardDeadLetter(this.stream, group, offset);
    this.logger.log({ message: 'discarded', group, offset, by: currentIdentity().name });
    return { replayed: 0, discarded: 1, left: 0 };
  }
}
