/** PyTorch checkpoints in both forms that torch.save writes: tensors are taken, nothing is run. */
package dev.riffle.weights.torch;
