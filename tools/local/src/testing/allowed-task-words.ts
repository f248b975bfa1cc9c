/** Files outside the folders of tasks that may use words of a task, each with the reason. */
export const ALLOWED: Readonly<Record<string, string>> = {
  'apps/console/contract/src/api-paths.ts': 'generated from the OpenAPI document',
  'apps/console/web/src/drift/measure-table.tsx': 'the Kolmogorov-Smirnov test of drift, for every task',
  'apps/console/web/src/drift/measures.ts': 'the Kolmogorov-Smirnov test of drift, for every task',
  'apps/console/web/src/language/chinese/drift.ts': 'the Kolmogorov-Smirnov test of drift, for every task',
  'apps/console/web/src/language/english/drift.ts': 'the Kolmogorov-Smirnov test of drift, for every task',
  'libs/contracts/src/dataset-findings.ts': 'the format of labelled examples names its classes',
  'libs/contracts/src/dataset-version.ts': 'the format of labelled examples names its classes',
  'libs/contracts/src/dataset.ts': 'the format of labelled examples names its classes',
  'libs/contracts/src/drift.ts': 'the Kolmogorov-Smirnov test of drift, for every task',
  'libs/core-ml/src/backbones/normalised-convolution.ts': 'the class of a layer in TensorFlow.js',
  'libs/core-ml/src/backbones/pickle-reader.ts': 'the pickle instruction that recalls a stored value',
  'libs/core-ml/src/drift/judge-window.ts': 'the Kolmogorov-Smirnov test of drift, for every task',
  'libs/core-ml/src/engine/native-lstm.ts': 'the class of a layer in TensorFlow.js',
  'libs/core-ml/src/evaluation/accuracy-interval.ts': 'a measure that the tasks with classes share',
  'libs/core-ml/src/evaluation/auc-interval.ts': 'a measure that the tasks with classes share',
  'libs/core-ml/src/evaluation/binary-scores.ts': 'a measure that the tasks with classes share',
  'libs/core-ml/src/evaluation/class-curves.ts': 'a measure that the tasks with classes share',
  'libs/core-ml/src/evaluation/confusion.ts': 'a measure that the tasks with classes share',
  'libs/core-ml/src/evaluation/grouped-accuracy-interval.ts': 'a measure that the tasks with classes share',
  'libs/core-ml/src/export/onnx/export-onnx.ts': 'the class of a layer in TensorFlow.js',
  'libs/core-ml/src/export/onnx/layer-exporter.ts': 'the class of a layer in TensorFlow.js',
  'libs/core-ml/src/index.ts': 'exports what the folders of tasks use and offer',
  'libs/data/src/datasets/base-pictures.ts': 'the format of labelled examples names its classes',
  'libs/data/src/datasets/base-tables.ts': 'the format of labelled examples names its classes',
  'libs/data/src/datasets/dataset-content.ts': 'the format of labelled examples names its classes',
  'libs/data/src/datasets/dataset-versions.ts': 'the format of labelled examples names its classes',
  'libs/data/src/platform/migrations/1796068000000-registry-of-tasks.ts':
    'converts rows from when every model classified pictures; migrations do not change',
  'libs/data/src/platform/migrations/1796069000000-examples-of-tasks.ts':
    'converts rows from when every label was a class; migrations do not change',
  'libs/datasets/src/inspection/inspect-pictures.ts': 'the format of labelled examples names its classes',
  'libs/datasets/src/loaders/cache-decoded.ts': 'the format of labelled examples names its classes',
  'libs/datasets/src/loaders/cifar10-binary.ts': 'the format of these files has classes',
  'libs/datasets/src/loaders/fashion-mnist.ts': 'the format of these files has classes',
  'libs/datasets/src/loaders/file-dataset.ts': 'the format of labelled examples names its classes',
  'libs/datasets/src/loaders/idx.ts': 'the format of these files has classes',
  'libs/datasets/src/loaders/image-folder.ts': 'the format of these files has classes',
  'libs/datasets/src/loaders/labelled-file.ts': 'the format of these files has classes',
  'libs/datasets/src/loaders/memory-dataset.ts': 'the format of labelled examples names its classes',
  'libs/datasets/src/loaders/prepare-examples.ts': 'the format of labelled examples names its classes',
  'libs/datasets/src/splits/concat-datasets.ts': 'the format of labelled examples names its classes',
  'libs/datasets/src/splits/split-by-parts.ts': 'the format of labelled examples names its classes',
  'libs/datasets/src/splits/split-dataset.ts': 'the format of labelled examples names its classes',
  'libs/datasets/src/splits/split-label-sets.ts': 'the format of labelled examples names its classes',
  'libs/datasets/src/splits/subset.ts': 'the format of labelled examples names its classes',
  'libs/ui/src/index.ts': 'exports what the folders of tasks use and offer',
  'libs/ui/src/pictures/picture.tsx': 'the CSS class of a component',
  'tools/bench/src/benches/train-inference-model.ts': 'the format of labelled examples names its classes',
  'tools/bench/src/benches/training/our-contender.ts': 'the format of labelled examples names its classes',
};

/** To be moved: files that should ask the task instead, each with what is left to do. Nothing is added here. */
export const TO_BE_MOVED: Readonly<Record<string, string>> = {
  'libs/service/src/trainer/verdict-labels.ts': 'a label is a class; it becomes the target of its task',
  'apps/console/api/src/drift/drift-watch.ts':
    'the event of a prediction names a class; it becomes the outcome of a task',
  'apps/console/api/src/models/versions.controller.ts':
    'texts about a model translate class names; they become words of the task',
  'apps/console/web/src/compare/compare-screen.tsx': 'the learning curve is of networks that classify',
  'apps/console/web/src/datasets/class-counts.ts': 'a label is shown as a class; it becomes the target of its task',
  'apps/console/web/src/datasets/dataset-detail.tsx': 'a label is shown as a class; it becomes the target of its task',
  'apps/console/web/src/jobs/job-page.tsx':
    'the progress of a training reports accuracy; it becomes the figure of the task',
  'apps/console/web/src/language/chinese/datasets.ts': 'a label is shown as a class; it becomes the target of its task',
  'apps/console/web/src/language/chinese/jobs.ts': 'texts of the progress of a training',
  'apps/console/web/src/language/chinese/messages.ts':
    'messages of the tasks with classes; each task gets its own catalogue',
  'apps/console/web/src/language/english/datasets.ts': 'a label is shown as a class; it becomes the target of its task',
  'apps/console/web/src/language/english/jobs.ts': 'texts of the progress of a training',
  'apps/console/web/src/language/message-writer.ts':
    'messages of the tasks with classes; each task gets its own catalogue',
  'apps/console/web/src/models/model-words.tsx':
    'texts about a model translate class names; they become words of the task',
  'apps/console/web/src/version/version-facts.tsx': 'the count of classes; the view of the task shows it',
  'libs/contracts/src/job.ts': 'the progress of a training reports accuracy; it becomes the figure of the task',
  'libs/contracts/src/messages/english-formats.ts':
    'messages of the tasks with classes; each task gets its own catalogue',
  'libs/contracts/src/messages/fill-message.ts': 'messages of the tasks with classes; each task gets its own catalogue',
  'libs/contracts/src/model-registry.ts': 'texts about a model translate class names; they become words of the task',
  'libs/contracts/src/platform-events.ts': 'the event of a prediction names a class; it becomes the outcome of a task',
  'libs/contracts/src/training.ts': 'the progress of a training reports accuracy; it becomes the figure of the task',
  'libs/core-ml/src/training/running-mean.ts':
    'the progress of a training reports accuracy; it becomes the figure of the task',
  'libs/core-ml/src/training/train-model.ts':
    'the progress of a training reports accuracy; it becomes the figure of the task',
  'libs/data/src/registry/model-card.ts': 'the card of classifiers; each task writes its own part',
  'libs/service/src/trainer/job-context.ts':
    'the progress of a training reports accuracy; it becomes the figure of the task',
  'libs/ui/src/charts/calibration-diagram.tsx': 'components of classifiers belong to ui/tasks/image-classification',
  'libs/ui/src/charts/confusion-matrix.tsx': 'components of classifiers belong to ui/tasks/image-classification',
  'libs/ui/src/charts/curve-chart.tsx': 'components of classifiers belong to ui/tasks/image-classification',
  'libs/ui/src/charts/learning-curve.tsx':
    'the progress of a training reports accuracy; it becomes the figure of the task',
  'libs/ui/src/charts/learning-curves.tsx':
    'the progress of a training reports accuracy; it becomes the figure of the task',
  'libs/ui/src/charts/mistakes.ts': 'components of classifiers belong to ui/tasks/image-classification',
  'libs/ui/src/language/ui-chinese.ts': 'components of classifiers belong to ui/tasks/image-classification',
  'libs/ui/src/language/ui-english.ts': 'components of classifiers belong to ui/tasks/image-classification',
  'libs/ui/src/pictures/prediction-card.tsx': 'components of classifiers belong to ui/tasks/image-classification',
  'libs/ui/src/pictures/probability-bars.tsx': 'components of classifiers belong to ui/tasks/image-classification',
  'libs/ui/src/training/learning-section.tsx':
    'the progress of a training reports accuracy; it becomes the figure of the task',
};
