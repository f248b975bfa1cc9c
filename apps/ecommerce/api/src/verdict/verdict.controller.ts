import { ApiProblem, Audited, currentIdentity, noteAudit, RequirePermission } from '@lintel/service';
import { Body, Controller, Delete, Param, Put } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ZodResponse } from 'nestjs-zod';
import { ofRecognition } from '../recognition/of-recognition';
import { GiveVerdictDto, RecognitionDto, RecognitionIdDto } from '../recognition/recognition.dto';
import { VerdictService } from './verdict.service';

@ApiTags('recognitions')
@ApiProblem()
@RequirePermission('verdicts:give')
@Controller('v1/recognitions/:id/verdict')
export class VerdictController {
  constructor(private readonly verdicts: VerdictService) {}

  @Put()
  @Audited('verdict.given', { subject: ofRecognition })
  @ApiOperation({ summary: 'Say what a picture shows, or confirm it: a label that the model learns from' })
  @ZodResponse({ type: RecognitionDto })
  async give(@Param() { id }: RecognitionIdDto, @Body() { className }: GiveVerdictDto) {
    const judged = await this.verdicts.give(id, className, currentIdentity().name);
    // One of the model's classes: anything else that somebody may have written was refused.
    noteAudit({ details: { className } });
    return judged;
  }

  @Delete()
  @Audited('verdict.withdrawn', { subject: ofRecognition })
  @ApiOperation({ summary: 'Take a verdict back' })
  @ZodResponse({ type: RecognitionDto })
  withdraw(@Param() { id }: RecognitionIdDto) {
    return this.verdicts.give(id, null, currentIdentity().name);
  }
}
