import { modelNameSchema, verticalOfModel } from '@lintel/contracts';
import {
  Labels,
  LabelledPictures,
  SubjectVault,
  type ArtifactStore,
  type DataSource,
  type SubjectKeys,
} from '@lintel/data';
import { pictureThumbnail } from '@lintel/core-ml';
import { ApiProblem, Audited, ofParam, RequirePermission } from '@lintel/service';
import { Controller, Get, Header, Param, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';
import { ofModel } from '../access/places';

const SIDE_PIXELS = 256;

class LabelDto extends createZodDto(z.object({ name: modelNameSchema, id: z.uuid() })) {}

/** Reads the pictures that people labelled, of any vertical. */
export class LabelPictures {
  constructor(
    private readonly database: DataSource,
    private readonly artifacts: ArtifactStore,
    private readonly keys: SubjectKeys,
  ) {}

  /** @throws LintelError SUBJECT_ERASED, NOT_FOUND, ARTIFACT_CORRUPT */
  read(vertical: string, sha256: string): Promise<Buffer> {
    return new LabelledPictures(this.database, this.artifacts, new SubjectVault(this.keys, vertical)).get(sha256);
  }
}

@ApiTags('models')
@ApiProblem()
@Controller('v1/models/:name/labels/:id/picture')
export class LabelPicturesController {
  constructor(
    private readonly labels: Labels,
    private readonly pictures: LabelPictures,
  ) {}

  @Get()
  @RequirePermission('predictions:read', ofModel)
  @Audited('label.picture-viewed', { subject: ofParam('label', 'id') })
  @ApiOperation({ summary: 'The picture that a person labelled, at most 256 pixels wide and high' })
  @ApiOkResponse({ content: { 'image/webp': { schema: { type: 'string', format: 'binary' } } } })
  @Header('cache-control', 'private, max-age=86400')
  async picture(@Param() { name, id }: LabelDto) {
    const { inputSha256 } = await this.labels.get(name, id);
    const picture = await this.pictures.read(verticalOfModel(name), inputSha256);
    return new StreamableFile(await pictureThumbnail(picture, SIDE_PIXELS), { type: 'image/webp' });
  }
}
