"""Times a step of training in PyTorch, as benchmarks/train does in Riffle: forward, backward, SGD with momentum.

usage: python3 benchmarks/train_pytorch.py [STEPS]    (needs torch and torchvision)
"""
import statistics
import sys
import time

import torch
import torchvision

steps = int(sys.argv[1]) if len(sys.argv) > 1 else 60
torch.set_num_threads(2)
model = torchvision.models.shufflenet_v2_x1_0(num_classes=1000).train()
optimizer = torch.optim.SGD(model.parameters(), lr=1e-6, momentum=0.9, weight_decay=4e-5)
picture = torch.randn(8, 3, 224, 224)
slope = torch.randn(8, 1000)
seconds = []
for _ in range(steps):
    start = time.perf_counter()
    optimizer.zero_grad(set_to_none=True)
    model(picture).backward(slope)
    optimizer.step()
    seconds.append(time.perf_counter() - start)
half = seconds[steps // 2:]
print(f"PyTorch {torch.__version__}: shufflenet_v2_x1_0: a step {1e3 * statistics.median(half):.1f} ms (least {1e3 * min(half):.1f})")
