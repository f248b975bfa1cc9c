import { ApiProblem, Audited, currentIdentity, noteAudit, RequirePermission } from '@lintel/service';
import { Body, Controller, Delete, Param, Put } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ZodResponse } from 'nestjs-zod';
import { ofRecognition } from '../recognition/of-recognition';
import {
  GivenVerdictsDto,
  GiveVerdictDto,
  GiveVerdictsDto,
  RecognitionDto,
  RecognitionIdDto,
} from '../recognition/recognition.dto';
import { VerdictService } from './verdict.service';

const WHAT_IT_IS = 'a class of the model, the name of a new class, or "none of these"';

@ApiTags('recognitions')
@ApiProblem()
@RequirePermission('verdicts:give')
@Controller('v1/recognitions')
export class VerdictController {
  constructor(private readonly verdicts: VerdictService) {}

  @Put('verdicts')
  @Audited('verdicts.given')
  @ApiOperation({ summary: 'Set the verdicts of up to 100 pictures; null withdraws a verdict' })
  @ZodResponse({ type: GivenVerdictsDto })
  async giveEach(@Body() { verdicts }: GiveVerdictsDto) {
    const outcomes = await this.verdicts.giveEach(verdicts, currentIdentity().name);
    const kept = outcomes.flatMap((outcome) => (outcome.status === 'kept' ? [outcome.recognition.id] : []));
    noteAudit({ details: { verdicts: kept.length, recognitions: kept.join(' ') } });
    return { outcomes };
  }

  @Put(':id/verdict')
  @Audited('verdict.given', { subject: ofRecognition })
  @ApiOperation({ summary: `Set the verdict of a picture (${WHAT_IT_IS}), which becomes a label for training` })
  @ZodResponse({ type: RecognitionDto })
  async give(@Param() { id }: RecognitionIdDto, @Body() { className }: GiveVerdictDto) {
    const judged = await this.verdicts.give(id, className, currentIdentity().name);
    // The audit trail stores no free text.
    noteAudit({ details: this.verdicts.isKnownClass(className) ? { className } : { newClass: true } });
    return judged;
  }

  @Delete(':id/verdict')
  @Audited('verdict.withdrawn', { subject: ofRecognition })
  @ApiOperation({ summary: 'Withdraw a verdict' })
  @ZodResponse({ type: RecognitionDto })
  withdraw(@Param() { id }: RecognitionIdDto) {
    return this.verdicts.give(id, null, currentIdentity().name);
  }
}
