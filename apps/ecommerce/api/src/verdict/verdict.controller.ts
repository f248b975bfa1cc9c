import { ApiProblem } from '@lintel/service';
import { Body, Controller, Delete, Param, Put, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ZodResponse } from 'nestjs-zod';
import { GiveVerdictDto, RecognitionDto, RecognitionIdDto, WithdrawVerdictDto } from '../recognition/recognition.dto';
import { VerdictService } from './verdict.service';

@ApiTags('recognitions')
@ApiProblem()
@Controller('v1/recognitions/:id/verdict')
export class VerdictController {
  constructor(private readonly verdicts: VerdictService) {}

  @Put()
  @ApiOperation({ summary: 'Say what a picture shows, or confirm it: a label that the model learns from' })
  @ZodResponse({ type: RecognitionDto })
  give(@Param() { id }: RecognitionIdDto, @Body() { className, author }: GiveVerdictDto) {
    return this.verdicts.give(id, className, author);
  }

  @Delete()
  @ApiOperation({ summary: 'Take a verdict back' })
  @ZodResponse({ type: RecognitionDto })
  withdraw(@Param() { id }: RecognitionIdDto, @Query() { author }: WithdrawVerdictDto) {
    return this.verdicts.give(id, null, author);
  }
}
