import {
  agreementQuerySchema,
  agreementSchema,
  binEmptiedSchema,
  binPageSchema,
  binQuerySchema,
  givenVerdictsSchema,
  giveVerdictSchema,
  giveVerdictsSchema,
  heatMapSchema,
  recogniseResponseSchema,
  recognitionIdsQuerySchema,
  recognitionListSchema,
  recognitionPageSchema,
  recognitionQuerySchema,
  recognitionSchema,
} from '@lintel/ecommerce-contract';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';

export class RecogniseResponseDto extends createZodDto(recogniseResponseSchema) {}
export class RecognitionDto extends createZodDto(recognitionSchema) {}
export class RecognitionPageDto extends createZodDto(recognitionPageSchema) {}
export class RecognitionQueryDto extends createZodDto(recognitionQuerySchema) {}
export class RecognitionIdsQueryDto extends createZodDto(recognitionIdsQuerySchema) {}
export class RecognitionListDto extends createZodDto(recognitionListSchema) {}
export class HeatMapDto extends createZodDto(heatMapSchema) {}
export class RecognitionIdDto extends createZodDto(z.object({ id: z.uuid() })) {}
export class BinQueryDto extends createZodDto(binQuerySchema) {}
export class BinPageDto extends createZodDto(binPageSchema) {}
export class BinEmptiedDto extends createZodDto(binEmptiedSchema) {}
export class GiveVerdictDto extends createZodDto(giveVerdictSchema) {}
export class GiveVerdictsDto extends createZodDto(giveVerdictsSchema) {}
export class GivenVerdictsDto extends createZodDto(givenVerdictsSchema) {}
export class AgreementQueryDto extends createZodDto(agreementQuerySchema) {}
export class AgreementDto extends createZodDto(agreementSchema) {}
