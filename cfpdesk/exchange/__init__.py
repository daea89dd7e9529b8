"""Foreign formats in and out: photo metadata now, workbooks and factor lists later."""
