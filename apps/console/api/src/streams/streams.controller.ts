import {
  deadLetterListSchema,
  deadLetterQuerySchema,
  replaySchema,
  settledSchema,
  settleSchema,
  streamOverviewResponseSchema,
} from '@lintel/console-contract';
import { deadLetterSchema } from '@lintel/contracts';
import {
  summariseDeadLetter,
  viewDeadLetter,
  discardDeadLetter,
  discardDeadLetters,
  listDeadLetters,
  replayDeadLetter,
  replayDeadLetters,
  showDeadLetter,
  streamOverview,
  type EventStream,
} from '@lintel/data';
import { ApiProblem } from '@lintel/service';
import { Body, Controller, Get, HttpCode, Inject, Logger, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { z } from 'zod';

export const STREAM = Symbol('console.stream');

class OverviewDto extends createZodDto(streamOverviewResponseSchema) {}
class DeadLetterQueryDto extends createZodDto(deadLetterQuerySchema) {}
class DeadLetterListDto extends createZodDto(deadLetterListSchema) {}
class DeadLetterDto extends createZodDto(deadLetterSchema) {}
class ReplayDto extends createZodDto(replaySchema) {}
class SettleDto extends createZodDto(settleSchema) {}
class SettledDto extends createZodDto(settledSchema) {}
class GroupDto extends createZodDto(z.object({ group: z.string().min(1).max(200) })) {}
class LetterDto extends createZodDto(
  z.object({ group: z.string().min(1).max(200), offset: z.coerce.number().int().min(0) }),
) {}

@ApiTags('streams')
@ApiProblem()
@Controller('v1')
export class StreamsController {
  private readonly logger = new Logger('dead letters');

  constructor(@Inject(STREAM) private readonly stream: EventStream) {}

  @Get('stream-overview')
  @ApiOperation({ summary: 'Topics, groups, lag and dead letters of the whole stream' })
  @ZodResponse({ type: OverviewDto })
  overview() {
    return streamOverview(this.stream);
  }

  @Get('dead-letters')
  @ApiOperation({ summary: 'What a group gave up, oldest first' })
  @ZodResponse({ type: DeadLetterListDto })
  async list(@Query() { group, all, limit }: DeadLetterQueryDto) {
    const letters = await listDeadLetters(this.stream, group, { limit, waitingOnly: !all });
    return { items: letters.map(summariseDeadLetter) };
  }

  @Get('dead-letters/:group/:offset')
  @ApiOperation({ summary: 'One dead letter with its content, its headers and its cause' })
  @ZodResponse({ type: DeadLetterDto })
  async one(@Param() { group, offset }: LetterDto) {
    return viewDeadLetter(await showDeadLetter(this.stream, group, offset));
  }

  @Post('dead-letters/:group/replay-all')
  @HttpCode(200)
  @ApiOperation({ summary: 'Send all that wait back to their group' })
  @ZodResponse({ status: 200, type: SettledDto })
  async replayAll(@Param() { group }: GroupDto, @Body() { by }: SettleDto) {
    const { replayed, left } = await replayDeadLetters(this.stream, group);
    this.logger.log({ message: 'replayed', group, replayed, by });
    return { replayed, discarded: 0, left };
  }

  @Post('dead-letters/:group/discard-all')
  @HttpCode(200)
  @ApiOperation({ summary: 'Let all that wait rest' })
  @ZodResponse({ status: 200, type: SettledDto })
  async discardAll(@Param() { group }: GroupDto, @Body() { by }: SettleDto) {
    const discarded = await discardDeadLetters(this.stream, group);
    this.logger.log({ message: 'discarded', group, discarded, by });
    return { replayed: 0, discarded, left: 0 };
  }

  @Post('dead-letters/:group/:offset/replay')
  @HttpCode(200)
  @ApiOperation({ summary: 'Send one back to its group, as it was or corrected' })
  @ZodResponse({ status: 200, type: SettledDto })
  async replay(@Param() { group, offset }: LetterDto, @Body() { by, value }: ReplayDto) {
    const edit = value === undefined ? {} : { value: Buffer.from(value), editedBy: by };
    await replayDeadLetter(this.stream, group, offset, edit);
    this.logger.log({ message: 'replayed', group, offset, by, edited: value !== undefined });
    return { replayed: 1, discarded: 0, left: 0 };
  }

  @Post('dead-letters/:group/:offset/discard')
  @HttpCode(200)
  @ApiOperation({ summary: 'Let one rest' })
  @ZodResponse({ status: 200, type: SettledDto })
  async discard(@Param() { group, offset }: LetterDto, @Body() { by }: SettleDto) {
    await discardDeadLetter(this.stream, group, offset);
    this.logger.log({ message: 'discarded', group, offset, by });
    return { replayed: 0, discarded: 1, left: 0 };
  }
}
