import {
  giveVerdictSchema,
  recogniseResponseSchema,
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
export class RecognitionIdDto extends createZodDto(z.object({ id: z.uuid() })) {}
export class GiveVerdictDto extends createZodDto(giveVerdictSchema) {}
