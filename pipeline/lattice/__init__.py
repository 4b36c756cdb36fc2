"""Lines and rules to tables: columns, bands, cells; knows no words and no kinds of rows."""
