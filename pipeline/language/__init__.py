"""What is known about languages: segmentation, numbers, meaning, names, joining."""
